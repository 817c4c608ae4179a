-- Parcels at an address or on a block, those in use first, with what they hold.
-- {conditions} are on the parcels; each has an index of its own to stand on.
WITH found AS MATERIALIZED (
    SELECT * FROM (
        SELECT
            blklot, block, lot, from_address_num, to_address_num, street_name,
            street_type, active, date_rec_drop, neighborhoods_analysis_boundaries,
            CASE WHEN from_address_num ~ '^[0-9]{1,6}$' THEN from_address_num::integer
            END AS low,
            CASE WHEN to_address_num ~ '^[0-9]{1,6}$' THEN to_address_num::integer
            END AS high
        FROM parcels
        WHERE {conditions}
    ) AS numbered
    WHERE {numbers}
),
best AS MATERIALIZED (
    SELECT *, count(*) OVER () AS total
    FROM found
    ORDER BY active DESC NULLS LAST, street_name, low, blklot
    LIMIT %(size)s
)
SELECT
    block, lot, from_address_num, to_address_num, street_name, street_type, active,
    date_rec_drop, neighborhoods_analysis_boundaries,
    (
        SELECT count(*)
        FROM (
            SELECT DISTINCT permit_number FROM permit_locations AS place
            WHERE place.block = best.block AND place.lot = best.lot
            LIMIT %(most)s + 1
        ) AS there
    ) AS permits,
    total
FROM best
ORDER BY active DESC NULLS LAST, street_name, low, blklot
