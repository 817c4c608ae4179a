-- The one row that the home page reads.
WITH sampled AS (
    SELECT array_agg(id) AS loads FROM loads WHERE source = 'sample'
),
record AS (
    SELECT count(*) AS permits, min(filed_date) AS first_filed,
        max(filed_date) FILTER (WHERE filed_date <= current_date) AS last_filed,
        max(data_as_of) AS data_as_of,
        coalesce(bool_or(load_id = ANY(sampled.loads)), false) AS is_sample
    FROM permits CROSS JOIN sampled
),
counted AS (
    SELECT
        CASE grouping(status, permit_type, year, neighborhood, cost_band)
            WHEN 15 THEN 'status' WHEN 23 THEN 'type' WHEN 27 THEN 'year'
            WHEN 29 THEN 'neighborhood' ELSE 'cost'
        END AS facet,
        coalesce(
            status, permit_type::text, year::text, neighborhood, cost_band::text
        ) AS value,
        count(*) AS permits
    FROM (
        SELECT status, permit_type, year, neighborhood, cost_band FROM permit_search
        UNION ALL
        SELECT status, permit_type, year, neighborhood, cost_band
        FROM permit_search_recent
    ) AS searched
    GROUP BY GROUPING SETS (
        (status), (permit_type), (year), (neighborhood), (cost_band)
    )
),
facets AS (
    SELECT jsonb_object_agg(facet, counts) AS facets
    FROM (
        SELECT facet, jsonb_agg(jsonb_build_array(value, permits)) AS counts
        FROM counted WHERE value IS NOT NULL GROUP BY facet
    ) AS each
)
INSERT INTO record_statistics (
    id, permits, locations, first_filed, last_filed, data_as_of, is_sample, facets,
    examples, load_id
)
SELECT 1, permits, (SELECT count(*) FROM permit_locations), first_filed, last_filed,
    data_as_of, is_sample, coalesce(facets, '{}'), %(examples)s::jsonb, %(load)s
FROM record CROSS JOIN facets
ON CONFLICT (id) DO UPDATE SET
    permits = excluded.permits, locations = excluded.locations,
    first_filed = excluded.first_filed, last_filed = excluded.last_filed,
    data_as_of = excluded.data_as_of, is_sample = excluded.is_sample,
    facets = excluded.facets, examples = excluded.examples, load_id = excluded.load_id
