-- Median days per step of permits filed in the last %(years)s years of the record, by
-- type and cost band, in each neighborhood and city-wide (neighborhood null). Days
-- below zero are slips of the record and left out.
WITH steps AS (
    SELECT permit_type, neighborhoods_analysis_boundaries AS neighborhood,
        width_bucket(
            greatest(estimated_cost, revised_cost), %(bands)s::numeric[]
        )::smallint AS cost_band,
        step.name AS step,
        step.days
    FROM permits
    CROSS JOIN LATERAL (
        VALUES
            ('issued', issued_date - filed_date),
            ('completed', completed_date - issued_date)
    ) AS step (name, days)
    WHERE step.days >= 0
        AND permit_type IS NOT NULL
        AND filed_date >= (
            SELECT max(filed_date) FROM permits WHERE filed_date <= current_date
        ) - make_interval(years => %(years)s)
)
INSERT INTO permit_durations
    (step, permit_type, cost_band, neighborhood, median_days, permits)
SELECT step, permit_type, cost_band, neighborhood,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY days), count(*)
FROM steps
WHERE neighborhood IS NOT NULL
GROUP BY step, permit_type, cost_band, neighborhood
UNION ALL
SELECT step, permit_type, cost_band, NULL,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY days), count(*)
FROM steps
GROUP BY step, permit_type, cost_band
