-- Reviews that finished since {since}, or are open: of the repeated steps of a permit,
-- addendum and station the one that counts (the same rule as querysets/routing.py).
--
-- is_again: it arrived after an earlier step of the same review was finished; one that
-- was only given to another reviewer did not. is_open: without a finish, readable or not.
-- is_over: the permit (or the addendum) is past review, so that an open step is a mere
-- leftover. An addendum is also over when its permit has ended.
CREATE TEMPORARY TABLE counted_reviews ON COMMIT DROP AS
WITH lively AS (
    SELECT DISTINCT application_number
    FROM addenda
    WHERE application_number IS NOT NULL
        AND (finish_date >= {since} OR (finish_date IS NULL AND arrive IS NOT NULL))
),
steps AS (
    SELECT addenda.*
    FROM addenda
    JOIN lively USING (application_number)
    WHERE station IS NOT NULL
),
counted AS (
    SELECT DISTINCT ON (application_number, addenda_number, station) *
    FROM steps
    ORDER BY
        application_number,
        addenda_number,
        station,
        coalesce(finish_date, arrive) DESC NULLS LAST,
        finish_date DESC NULLS LAST,
        coalesce(step, 0) DESC,
        primary_key COLLATE "C" DESC
),
returned AS (
    SELECT DISTINCT counted.primary_key
    FROM counted
    JOIN steps AS earlier USING (application_number, station)
    WHERE earlier.addenda_number IS NOT DISTINCT FROM counted.addenda_number
        AND earlier.finish_date <= counted.arrive
        AND earlier.arrive < counted.arrive
)
SELECT
    counted.primary_key,
    counted.station,
    counted.application_number,
    counted.addenda_number,
    counted.arrive,
    counted.finish_date,
    counted.plan_checked_by,
    permits.address,
    CASE
        WHEN permits.permit_type = {counter_form} THEN 'counter'
        WHEN permits.permit_type IS NOT NULL THEN 'other'
    END AS form,
    CASE WHEN returned.primary_key IS NULL THEN 'first' ELSE 'again' END AS visit,
    counted.arrive IS NOT NULL
        AND counted.finish_date IS NULL
        AND NOT coalesce(counted.unparsed ? 'finish_date', FALSE) AS is_open,
    coalesce(lower(permits.status) = ANY ({ended}), FALSE)
        OR coalesce(
            lower(
                CASE
                    WHEN coalesce(counted.addenda_number, 0) > 0 THEN counted.addenda_status
                    ELSE coalesce(permits.status, counted.addenda_status)
                END
            ) = ANY ({past_review}),
            FALSE
        ) AS is_over
FROM counted
LEFT JOIN permits ON permits.permit_number = counted.application_number
LEFT JOIN returned USING (primary_key)
