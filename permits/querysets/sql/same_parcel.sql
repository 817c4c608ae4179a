-- The newest other permits with an address at any of some lots, each with how many there
-- are. First their numbers alone, from the index of addresses: rows are wide.
WITH others AS MATERIALIZED (
    SELECT DISTINCT permit_number
    FROM permit_locations
    INNER JOIN unnest(%(blocks)s::text[], %(lots)s::text[]) AS here (block, lot)
        USING (block, lot)
    WHERE permit_number <> %(number)s
)
SELECT
    {columns},
    (SELECT count(*) FROM others) AS others
FROM permits
WHERE permit_number IN (SELECT permit_number FROM others)
ORDER BY filed_date DESC NULLS LAST, permit_number ASC
LIMIT %(limit)s
