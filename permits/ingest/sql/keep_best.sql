-- The records of one permit can differ in status and dates. The latest speaks for the
-- permit; among equals the primary address, then the lowest record. From here on
-- `staged` has one row a permit.
DELETE FROM staged
USING (
    SELECT ctid AS place,
           row_number() OVER (
               PARTITION BY {parent_key}
               ORDER BY {latest},
                        coalesce({flag} = 'Y', false) DESC,
                        {key}
           ) AS rank
    FROM staged
    WHERE {parent_key} IN (SELECT {parent_key} FROM repeated)
) AS ranked
WHERE staged.ctid = ranked.place AND ranked.rank > 1
