-- What entities of a role have in common: what one of them is measured against.
--
-- A role is the commonest of the entity. A permit counts once for a role, however many
-- of that role are named on it. Regulars are on at least {regular} permits: most names
-- of a role appear once or twice, and a median of those would say nothing.
CREATE TEMPORARY TABLE next_role_statistics ON COMMIT DROP AS
WITH people AS (
    SELECT entities.permit_count, counted.*
    FROM next_entity_statistics AS counted
    JOIN entities ON entities.id = counted.entity_id
    WHERE role IS NOT NULL
),
totals AS (
    SELECT
        role,
        count(*)::integer AS entities,
        count(*) FILTER (WHERE permit_count >= {regular})::integer AS regulars,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY permit_count)
            FILTER (WHERE permit_count >= {regular}) AS median_permits,
        count(*) FILTER (WHERE inspected_permits >= {inspected})::integer
            AS inspected_entities,
        count(*) FILTER (
            WHERE inspected_permits >= {inspected}
                AND top_inspector_permits >= {inspector_share} * inspected_permits
        )::integer AS one_inspector_entities
    FROM people
    GROUP BY role
),
issued_once AS (
    SELECT DISTINCT people.role, described.permit_number, way, days, is_costly
    FROM described
    JOIN people USING (entity_id)
    WHERE days IS NOT NULL
),
costs AS (
    SELECT
        role,
        count(*) FILTER (WHERE is_costly)::integer AS costly,
        count(*) FILTER (WHERE is_costly AND days < {fast_days})::integer AS fast
    FROM issued_once
    GROUP BY role
),
by_way AS (
    SELECT role,
        jsonb_object_agg(
            way, jsonb_build_object('permits', permits, 'median_days', median)
        ) AS issued
    FROM (
        SELECT role, way, count(*) AS permits,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS median
        FROM issued_once
        WHERE way IS NOT NULL
        GROUP BY role, way
    ) AS counted
    GROUP BY role
)
SELECT
    role,
    totals.entities,
    totals.regulars,
    totals.median_permits,
    coalesce(by_way.issued, '{{}}') AS issued,
    totals.inspected_entities,
    totals.one_inspector_entities,
    coalesce(costs.costly, 0) AS costly_permits,
    coalesce(costs.fast, 0) AS fast_permits
FROM totals
LEFT JOIN by_way USING (role)
LEFT JOIN costs USING (role)
