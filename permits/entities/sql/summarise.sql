-- One row an entity: what was decided about it and what its contacts say.
--
-- Each distinct value of a contact is counted by entity; the commonest comes first, of
-- equals the one in use latest. A person's name is of the name fields, a firm's of
-- firm_name; where no contact has that, the other one serves. What only stands in for
-- a name ("N/A", "see above": every word is a stand-in) is none.
CREATE TEMPORARY TABLE next_entities ON COMMIT DROP AS
WITH placed AS (
    SELECT
        next_contacts.entity_id,
        gathered.permit_number,
        gathered.day,
        decided.kind,
        lower(btrim(gathered.role)) AS role,
        licenses.number AS license,
        businesses.number AS business,
        nullif(regexp_replace(btrim(firm_name), '\s+', ' ', 'g'), '') AS firm,
        nullif(
            regexp_replace(
                btrim(concat_ws(' ', btrim(first_name), btrim(last_name))),
                '\s+', ' ', 'g'
            ), ''
        ) AS person
    FROM next_contacts
    JOIN gathered USING (contact_key)
    JOIN decided ON decided.id = next_contacts.entity_id
    LEFT JOIN numbers AS licenses
        ON licenses.sort = 'license' AND licenses.written = gathered.license1
    LEFT JOIN numbers AS businesses
        ON businesses.sort = 'business'
        AND businesses.written = gathered.sf_business_license_number
),
-- Materialized: else the stand-ins are looked for in every row, not once a value.
counted AS MATERIALIZED (
    SELECT entity_id, facet, value, count(*) AS contacts, max(day) AS latest
    FROM placed
    CROSS JOIN LATERAL (
        VALUES
            ('name', CASE kind WHEN 'firm' THEN firm ELSE person END),
            ('other name', CASE kind WHEN 'firm' THEN person ELSE firm END),
            ('role', role),
            ('license', license),
            ('business', business)
    ) AS said (facet, value)
    WHERE value <> ''
    GROUP BY entity_id, facet, value
),
ranked AS (
    SELECT *,
        row_number() OVER (
            PARTITION BY entity_id, facet
            ORDER BY contacts DESC, latest DESC NULLS LAST, value COLLATE "C"
        ) AS place
    FROM counted
    WHERE NOT (
        facet IN ('name', 'other name')
        AND regexp_split_to_array(
            btrim(regexp_replace(upper(value), '\W+', ' ', 'g')), ' '
        ) <@ {stand_ins}::text[]
    )
),
said AS (
    SELECT
        entity_id,
        min(value) FILTER (WHERE facet = 'name' AND place = 1) AS name,
        min(value) FILTER (WHERE facet = 'other name' AND place = 1) AS other_name,
        jsonb_agg(
            jsonb_build_object('name', value, 'contacts', contacts) ORDER BY place
        ) FILTER (WHERE facet = 'name' AND place <= 20) AS spellings,
        jsonb_agg(
            jsonb_build_object('role', value, 'contacts', contacts) ORDER BY place
        ) FILTER (WHERE facet = 'role') AS roles,
        array_agg(value ORDER BY place) FILTER (WHERE facet = 'license') AS licenses,
        array_agg(value ORDER BY place) FILTER (WHERE facet = 'business')
            AS business_numbers
    FROM ranked
    GROUP BY entity_id
),
totals AS (
    SELECT
        entity_id,
        count(*)::integer AS contact_count,
        count(DISTINCT permit_number)::integer AS permit_count,
        min(day) AS first_date,
        max(day) AS last_date
    FROM placed
    GROUP BY entity_id
)
SELECT
    decided.id,
    coalesce(said.name, said.other_name) AS name,
    decided.kind,
    decided.method,
    decided.confidence,
    decided.reasons,
    coalesce(said.roles, '[]') AS roles,
    coalesce(said.licenses, '{{}}') AS licenses,
    coalesce(said.business_numbers, '{{}}') AS business_numbers,
    coalesce(said.spellings, '[]') AS spellings,
    totals.contact_count,
    totals.permit_count,
    totals.first_date,
    totals.last_date
FROM decided
JOIN totals ON totals.entity_id = decided.id
LEFT JOIN said ON said.entity_id = decided.id
