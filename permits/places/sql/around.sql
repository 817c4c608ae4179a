-- What is around a lot, as one JSON object: a column of a query, so that a page need not
-- ask for it by itself.
--
-- The neighborhood is the one that {named} says, else that of a permit at the lot. Its
-- outline is the one made for maps; before there is one, the city's own. Lots are those
-- of the block that have permits with a point, at the middle of their points.
SELECT jsonb_build_object(
    'neighborhood', near.name,
    'outline', coalesce(
        (SELECT outline FROM neighborhood_statistics WHERE name = near.name LIMIT 1),
        (SELECT outline FROM neighborhoods WHERE name = near.name)
    ),
    'lots', (
        SELECT coalesce(jsonb_agg(to_jsonb(placed)), '[]')
        FROM (
            SELECT
                lot,
                avg(latitude) AS latitude,
                avg(longitude) AS longitude,
                count(DISTINCT permit_number) AS permits,
                min(address) AS address
            FROM permit_locations
            WHERE block = %s
                AND lot IS NOT NULL
                AND latitude IS NOT NULL
                AND longitude IS NOT NULL
            GROUP BY lot
        ) AS placed
    )
)
FROM (
    SELECT coalesce(
        {named},
        (
            SELECT neighborhoods_analysis_boundaries
            FROM permit_locations
            WHERE block = %s
                AND lot = %s
                AND neighborhoods_analysis_boundaries IS NOT NULL
            LIMIT 1
        )
    ) AS name
) AS near
