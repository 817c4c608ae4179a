-- One row an entity: its permits counted by year, form and neighborhood, how long they
-- took to be issued, and the figures that the patterns on its page are from.
CREATE TEMPORARY TABLE next_entity_statistics ON COMMIT DROP AS
WITH totals AS (
    SELECT
        entity_id,
        count(*) FILTER (WHERE kind = 'building')::integer AS building,
        count(*) FILTER (WHERE kind = 'electrical')::integer AS electrical,
        count(*) FILTER (WHERE kind = 'plumbing')::integer AS plumbing,
        count(*) FILTER (WHERE kind IS NULL)::integer AS other,
        count(*) FILTER (WHERE is_costly AND days IS NOT NULL)::integer AS costly,
        count(*) FILTER (WHERE is_costly AND days < {fast_days})::integer AS fast,
        (array_agg(permit_number ORDER BY filed DESC, permit_number DESC)
            FILTER (WHERE is_costly AND days < {fast_days}))[1:{most_numbers}]
            AS fast_numbers
    FROM described
    GROUP BY entity_id
),
by_year AS (
    SELECT entity_id,
        jsonb_agg(jsonb_build_object('year', year, 'permits', permits) ORDER BY year)
            AS years
    FROM (
        SELECT entity_id, extract(year FROM filed)::integer AS year, count(*) AS permits
        FROM described
        WHERE filed IS NOT NULL
        GROUP BY 1, 2
    ) AS counted
    GROUP BY entity_id
),
by_type AS (
    SELECT entity_id,
        jsonb_agg(
            jsonb_build_object(
                'form', form, 'definition', definition, 'permits', permits
            ) ORDER BY permits DESC, form NULLS LAST
        ) AS types
    FROM (
        SELECT entity_id, form, min(definition) AS definition, count(*) AS permits
        FROM described
        WHERE kind = 'building'
        GROUP BY entity_id, form
    ) AS counted
    GROUP BY entity_id
),
by_neighborhood AS (
    SELECT entity_id,
        jsonb_agg(
            jsonb_build_object('name', neighborhood, 'permits', permits)
            ORDER BY permits DESC, neighborhood COLLATE "C"
        ) AS neighborhoods
    FROM (
        SELECT entity_id, neighborhood, count(*) AS permits
        FROM described
        WHERE neighborhood IS NOT NULL
        GROUP BY entity_id, neighborhood
    ) AS counted
    GROUP BY entity_id
),
by_way AS (
    SELECT entity_id,
        jsonb_object_agg(
            way, jsonb_build_object('permits', permits, 'median_days', median)
        ) AS issued
    FROM (
        SELECT entity_id, way, count(*) AS permits,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS median
        FROM described
        WHERE days IS NOT NULL AND way IS NOT NULL
        GROUP BY entity_id, way
    ) AS counted
    GROUP BY entity_id
),
partners AS (
    SELECT placed.entity_id, count(*)::integer AS partners
    FROM relationships
    CROSS JOIN LATERAL (VALUES (entity_a_id), (entity_b_id)) AS placed (entity_id)
    WHERE {scope}
    GROUP BY placed.entity_id
)
SELECT
    entities.id AS entity_id,
    entities.roles -> 0 ->> 'role' AS role,
    coalesce(partners.partners, 0) AS partners,
    coalesce(totals.building, 0) AS building_permits,
    coalesce(totals.electrical, 0) AS electrical_permits,
    coalesce(totals.plumbing, 0) AS plumbing_permits,
    coalesce(totals.other, 0) AS other_permits,
    coalesce(by_year.years, '[]') AS years,
    coalesce(by_type.types, '[]') AS types,
    coalesce(by_neighborhood.neighborhoods, '[]') AS neighborhoods,
    coalesce(by_way.issued, '{{}}') AS issued,
    coalesce(inspected.permits, 0) AS inspected_permits,
    inspected.top_inspector,
    coalesce(inspected.top_permits, 0) AS top_inspector_permits,
    coalesce(totals.costly, 0) AS costly_permits,
    coalesce(totals.fast, 0) AS fast_permits,
    coalesce(totals.fast_numbers, '{{}}') AS fast_numbers,
    written.writings,
    written.count AS writing_count
FROM entities
JOIN written ON written.entity_id = entities.id
LEFT JOIN totals ON totals.entity_id = entities.id
LEFT JOIN by_year ON by_year.entity_id = entities.id
LEFT JOIN by_type ON by_type.entity_id = entities.id
LEFT JOIN by_neighborhood ON by_neighborhood.entity_id = entities.id
LEFT JOIN by_way ON by_way.entity_id = entities.id
LEFT JOIN inspected ON inspected.entity_id = entities.id
LEFT JOIN partners ON partners.entity_id = entities.id
