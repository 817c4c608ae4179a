-- A record that the source holds twice (a page read twice, a file joined from two):
-- the version with the latest stamp stays, of equals the one further down.
DELETE FROM staged
USING (
    SELECT ctid AS place,
           row_number() OVER (
               PARTITION BY {key} ORDER BY {stamps_latest_first}ctid DESC
           ) AS rank
    FROM staged
    WHERE {key} IN (SELECT {key} FROM staged GROUP BY {key} HAVING count(*) > 1)
) AS copies
WHERE staged.ctid = copies.place AND copies.rank > 1
