-- Of each station the {most} reviews that have been open longest, leftovers left out.
CREATE TEMPORARY TABLE next_station_waiting ON COMMIT DROP AS
SELECT *
FROM (
    SELECT
        primary_key,
        station,
        (
            row_number() OVER (
                PARTITION BY station ORDER BY arrive, primary_key COLLATE "C"
            )
        )::smallint AS place,
        application_number,
        addenda_number,
        arrive,
        plan_checked_by,
        address
    FROM counted_reviews
    WHERE is_open AND NOT is_over
) AS open_reviews
WHERE place <= {most}
