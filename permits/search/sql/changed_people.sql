-- The permits whose people and firms (tokens "e:…") are no longer those that their
-- contacts say, as touched_permits. %(ids)s: entities to look at; NULL: all of them.
-- A permit is looked at if it has one of them now, or had one when it was indexed.
CREATE TEMPORARY TABLE touched_permits ON COMMIT DROP AS
WITH asked AS MATERIALIZED (
    SELECT
        id,
        'e:' || id AS token
    FROM unnest(%(ids)s::bigint[]) AS id
),
looked_at AS (
    SELECT contacts.permit_number
    FROM asked
    JOIN entity_contacts ON entity_contacts.entity_id = asked.id
    JOIN contacts ON contacts.contact_key = entity_contacts.contact_key
    WHERE contacts.source = '3pee-9qhc'
    UNION
    SELECT permit_number FROM permit_search
    WHERE tokens && ARRAY(SELECT token FROM asked)
    UNION
    SELECT permit_number FROM permit_search_recent
    WHERE tokens && ARRAY(SELECT token FROM asked)
),
held AS (
    SELECT permit_number, tokens FROM permit_search
    UNION ALL
    SELECT permit_number, tokens FROM permit_search_recent
),
named AS (
    SELECT
        contacts.permit_number,
        array_agg(DISTINCT 'e:' || entity_contacts.entity_id) AS tokens
    FROM contacts
    JOIN entity_contacts ON entity_contacts.contact_key = contacts.contact_key
    WHERE contacts.source = '3pee-9qhc'
        AND (
            %(ids)s::bigint[] IS NULL
            OR contacts.permit_number IN (SELECT permit_number FROM looked_at)
        )
    GROUP BY contacts.permit_number
)
SELECT held.permit_number
FROM held
LEFT JOIN named ON named.permit_number = held.permit_number
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(token), '{}') AS tokens
    FROM unnest(held.tokens) AS token
    WHERE token LIKE 'e:%%'
) AS indexed
WHERE (
        %(ids)s::bigint[] IS NULL
        OR held.permit_number IN (SELECT permit_number FROM looked_at)
    )
    AND NOT (
        indexed.tokens <@ coalesce(named.tokens, '{}')
        AND indexed.tokens @> coalesce(named.tokens, '{}')
    )
