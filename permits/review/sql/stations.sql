-- One row a station: its department, what is open there, and the months up to {as_of}.
CREATE TEMPORARY TABLE next_stations ON COMMIT DROP AS
WITH steps AS (
    SELECT
        station,
        mode() WITHIN GROUP (ORDER BY department) AS department,
        (count(*) FILTER (WHERE finish_date IS NOT NULL))::integer AS finished_steps,
        max(finish_date) FILTER (WHERE finish_date <= {as_of}) AS last_finish
    FROM addenda
    WHERE station IS NOT NULL
    GROUP BY station
),
waiting AS (
    SELECT
        station,
        (count(*) FILTER (WHERE NOT is_over))::integer AS open_reviews,
        min(arrive) FILTER (WHERE NOT is_over) AS oldest_arrive,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY greatest({as_of} - arrive, 0))
            FILTER (WHERE NOT is_over) AS open_median_days,
        percentile_disc(0.9) WITHIN GROUP (ORDER BY greatest({as_of} - arrive, 0))
            FILTER (WHERE NOT is_over) AS open_p90_days,
        (count(*) FILTER (WHERE is_over))::integer AS leftovers
    FROM counted_reviews
    WHERE is_open
    GROUP BY station
),
months AS (
    SELECT (date_trunc('month', {as_of}) - make_interval(months => back))::date AS month
    FROM generate_series(0, {months} - 1) AS back
),
finished AS (
    SELECT
        station,
        date_trunc('month', finish_date)::date AS month,
        count(*)::integer AS n,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY finish_date - arrive) AS days
    FROM counted_reviews
    WHERE arrive <= finish_date AND finish_date <= {as_of}
    GROUP BY station, date_trunc('month', finish_date)
),
monthly AS (
    SELECT
        steps.station,
        array_agg(coalesce(finished.n, 0) ORDER BY months.month) AS monthly_finished,
        array_agg(finished.days ORDER BY months.month) AS monthly_days
    FROM steps
    CROSS JOIN months
    LEFT JOIN finished USING (station, month)
    GROUP BY steps.station
)
SELECT
    steps.station,
    steps.department,
    {as_of} AS as_of,
    steps.finished_steps,
    steps.last_finish,
    coalesce(waiting.open_reviews, 0) AS open_reviews,
    waiting.oldest_arrive,
    waiting.open_median_days,
    waiting.open_p90_days,
    coalesce(waiting.leftovers, 0) AS leftovers,
    monthly.monthly_finished,
    monthly.monthly_days
FROM steps
JOIN monthly USING (station)
LEFT JOIN waiting USING (station)
