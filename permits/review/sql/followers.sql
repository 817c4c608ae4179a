-- Which station had the permit (or addendum) next, after each review that finished in
-- the last {window} days: the one whose step arrived first after it, and among those of
-- the same day the one that the routing list has next. No later step: ''.
--
-- All steps are read here, not one for each station: the permit bureau has a permit at
-- the beginning and at the end. A step given to another reviewer has the same follower
-- as the step before it, and counts once.
CREATE TEMPORARY TABLE next_station_followers ON COMMIT DROP AS
WITH finished AS (
    SELECT *
    FROM addenda
    WHERE station IS NOT NULL
        AND application_number IS NOT NULL
        AND finish_date > {as_of} - {window}
        AND finish_date <= {as_of}
),
followed AS (
    SELECT DISTINCT
        finished.station,
        finished.application_number,
        finished.addenda_number,
        later.primary_key,
        coalesce(later.station, '') AS follower
    FROM finished
    LEFT JOIN LATERAL (
        SELECT step.primary_key, step.station
        FROM addenda AS step
        WHERE step.application_number = finished.application_number
            AND step.addenda_number IS NOT DISTINCT FROM finished.addenda_number
            AND step.station <> finished.station
            AND (step.arrive, coalesce(step.step, 0))
                > (finished.finish_date, coalesce(finished.step, 0))
        ORDER BY step.arrive, coalesce(step.step, 0), step.primary_key COLLATE "C"
        LIMIT 1
    ) AS later ON TRUE
)
SELECT
    followed.station,
    coalesce(permits.permit_type, 0)::smallint AS permit_type,
    followed.follower,
    count(*)::integer AS reviews
FROM followed
LEFT JOIN permits ON permits.permit_number = followed.application_number
GROUP BY followed.station, coalesce(permits.permit_type, 0), followed.follower
