-- One row a neighborhood, and one (slug '') of the whole city.
--
-- A neighborhood is what the city's list, a permit or a complaint names. Expects the
-- tables of scope.sql and firms.sql, and `outlines`, filled from Python.
CREATE TEMPORARY TABLE next_neighborhood_statistics ON COMMIT DROP AS
WITH written (name) AS (
    SELECT name FROM neighborhoods
    UNION
    SELECT neighborhoods_analysis_boundaries FROM permits
    UNION
    SELECT neighborhoods_analysis_boundaries FROM complaints
),
places AS (
    SELECT
        btrim(regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g'), '-') AS slug,
        min(name COLLATE "C") AS name
    FROM written
    WHERE name IS NOT NULL
    GROUP BY 1
    UNION ALL
    SELECT '', NULL
),
totals AS (
    SELECT slug, count(*) AS permits, count(*) FILTER (WHERE is_open) AS open_permits
    FROM scoped_permits
    GROUP BY slug
),
filed AS (
    SELECT slug, jsonb_agg(
        jsonb_build_array(year, form, permits) ORDER BY year, form
    ) AS filed
    FROM (
        SELECT slug, year, form, count(*) AS permits
        FROM scoped_permits
        GROUP BY slug, year, form
    ) AS by_form
    GROUP BY slug
),
-- Rounded to half a day, which is all that a median of whole days can be.
days AS (
    SELECT slug, jsonb_agg(jsonb_build_array(way, median, permits) ORDER BY way) AS days
    FROM (
        SELECT
            slug,
            way,
            round(
                percentile_cont(0.5) WITHIN GROUP (ORDER BY days)::numeric, 1
            ) AS median,
            count(*) AS permits
        FROM scoped_permits
        WHERE is_late AND way IS NOT NULL AND days IS NOT NULL
        GROUP BY slug, way
    ) AS by_way
    GROUP BY slug
),
newest AS (
    SELECT slug, array_agg(permit_number ORDER BY place) AS numbers
    FROM (
        SELECT slug, permit_number, row_number() OVER (
            PARTITION BY slug ORDER BY filed_date DESC, permit_number DESC
        ) AS place
        FROM scoped_permits
        WHERE is_late AND filed_date <= current_date
    ) AS ranked
    WHERE place <= {most}
    GROUP BY slug
),
largest AS (
    SELECT slug, array_agg(permit_number ORDER BY place) AS numbers
    FROM (
        SELECT slug, permit_number, row_number() OVER (
            PARTITION BY slug ORDER BY cost DESC, permit_number DESC
        ) AS place
        FROM scoped_permits
        WHERE is_late AND cost IS NOT NULL
    ) AS ranked
    WHERE place <= {most}
    GROUP BY slug
),
complaint_years AS (
    SELECT
        place.slug,
        extract(year FROM date_filed)::smallint AS year,
        count(*) AS complaints,
        count(*) FILTER (WHERE lower(status) = 'active') AS open
    FROM complaints
    CROSS JOIN LATERAL (
        VALUES
            (''),
            (btrim(regexp_replace(
                lower(neighborhoods_analysis_boundaries), '[^a-z0-9]+', '-', 'g'
            ), '-'))
    ) AS place (slug)
    WHERE place.slug IS NOT NULL
    GROUP BY 1, 2
),
complained AS (
    SELECT
        slug,
        sum(complaints)::bigint AS complaints,
        sum(open)::bigint AS open_complaints,
        jsonb_agg(jsonb_build_array(year, complaints) ORDER BY year) AS by_year
    FROM complaint_years
    GROUP BY slug
)
SELECT
    places.slug,
    places.name,
    coalesce(totals.permits, 0) AS permits,
    coalesce(totals.open_permits, 0) AS open_permits,
    coalesce(complained.complaints, 0) AS complaints,
    coalesce(complained.open_complaints, 0) AS open_complaints,
    coalesce(filed.filed, '[]') AS filed,
    coalesce(days.days, '[]') AS days,
    coalesce(complained.by_year, '[]') AS complaint_years,
    coalesce(newest.numbers, '{{}}') AS recent,
    coalesce(largest.numbers, '{{}}') AS largest,
    coalesce(busiest_firms.firms, '[]') AS firms,
    outlines.outline,
    (
        SELECT max(coalesce(finished_at, started_at))
        FROM loads
        WHERE dataset = 'permits' AND status = 'succeeded'
    ) AS loaded_at
FROM places
LEFT JOIN totals USING (slug)
LEFT JOIN filed USING (slug)
LEFT JOIN days USING (slug)
LEFT JOIN newest USING (slug)
LEFT JOIN largest USING (slug)
LEFT JOIN complained USING (slug)
LEFT JOIN busiest_firms USING (slug)
LEFT JOIN outlines USING (slug)
