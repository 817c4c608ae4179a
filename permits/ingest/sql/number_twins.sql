-- Records that the city tells apart by nothing that stays the same: the second and
-- further ones get a number, in the order of their other values. Exact copies get the
-- same number, and are dropped with the other copies in the next step.
UPDATE staged
SET {key} = staged.{key} || ':' || ranked.rank
FROM (
    SELECT ctid AS place,
           dense_rank() OVER (PARTITION BY {key} ORDER BY {facts}) AS rank
    FROM staged
    WHERE {key} IN (SELECT {key} FROM staged GROUP BY {key} HAVING count(*) > 1)
) AS ranked
WHERE staged.ctid = ranked.place AND ranked.rank > 1
