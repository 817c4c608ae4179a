-- Days from arrival to finish by station and window, of all reviews ('any') and of those
-- alike in form and visit. Days are whole, so that "half took 38 or less" is true as said.
-- What finished before it arrived, by the record, is no length of time and is left out.
CREATE TEMPORARY TABLE next_station_baselines ON COMMIT DROP AS
SELECT
    station,
    coalesce(form, 'any') AS form,
    coalesce(visit, 'any') AS visit,
    span.days::smallint AS "window",
    count(*)::integer AS n,
    percentile_disc(0.25) WITHIN GROUP (ORDER BY finish_date - arrive) AS p25,
    percentile_disc(0.50) WITHIN GROUP (ORDER BY finish_date - arrive) AS p50,
    percentile_disc(0.75) WITHIN GROUP (ORDER BY finish_date - arrive) AS p75,
    percentile_disc(0.90) WITHIN GROUP (ORDER BY finish_date - arrive) AS p90
FROM counted_reviews
CROSS JOIN unnest({windows}) AS span (days)
WHERE arrive <= finish_date
    AND finish_date > {as_of} - span.days
    AND finish_date <= {as_of}
GROUP BY GROUPING SETS ((station, span.days), (station, span.days, form, visit))
-- Of a permit that is not in the record the form is not known: in the whole only.
HAVING grouping(form) = 1 OR form IS NOT NULL
