-- People and firms that have the words, numbers or initials asked for, the best first:
-- by an exact number, by the whole name, by its beginning, by words; then the busiest.
--
-- A common word is in the names of thousands. They are met by how busy they are ("#4"
-- has a thousand permits or more), and no more than %(most)s are looked at.
-- A whole name is found at once by its own index, however many have its words.
WITH words AS MATERIALIZED (
    SELECT id FROM entities
    WHERE {words} @@ (%(query)s::tsquery && '''#4''')
    UNION ALL
    SELECT id FROM entities
    WHERE {words} @@ (%(query)s::tsquery && '''#3''')
    UNION ALL
    SELECT id FROM entities
    WHERE {words} @@ (%(query)s::tsquery && '''#2''')
    UNION ALL
    SELECT id FROM entities
    WHERE {words} @@ (%(query)s::tsquery && '''#1''')
    UNION ALL
    SELECT id FROM entities
    WHERE {words} @@ (%(query)s::tsquery && '''#0''')
    LIMIT %(most)s
),
whole AS MATERIALIZED (
    SELECT id FROM entities
    WHERE lower(name) = %(name)s
    ORDER BY permit_count DESC
    LIMIT %(most)s
),
found AS (
    SELECT
        entities.*,
        regexp_replace(lower(name), '[^[:alnum:]]+', '', 'g') AS key
    FROM entities
    WHERE id IN (SELECT id FROM words UNION SELECT id FROM whole)
)
SELECT
    id, name, kind, roles, licenses, business_numbers, permit_count,
    first_date, last_date,
    CASE
        WHEN licenses || business_numbers && %(numbers)s::text[] THEN 'number'
        WHEN key = %(key)s THEN 'name'
        WHEN starts_with(key, %(key)s) THEN 'beginning'
        ELSE 'words'
    END AS matched,
    count(*) OVER () AS total
FROM found
ORDER BY
    NOT licenses && %(numbers)s::text[],
    NOT business_numbers && %(numbers)s::text[],
    key IS DISTINCT FROM %(key)s,
    NOT starts_with(coalesce(key, ''), %(key)s),
    -- Initials are in no index: "J. Roe" is any Roe, but Jane before Mary.
    NOT coalesce(name, '') ~* ALL (%(initials)s::text[]),
    permit_count DESC,
    id
LIMIT %(size)s
