-- How far plan review of each of the permits is: one row a permit that has any.
--
-- Of several rows for one station of one addendum the same one counts as on the permit's
-- page: the latest finish, or what arrived after it (docs/adr/0032). A step that has not
-- arrived is neither open nor finished; one that was finished on a day that cannot be
-- read is finished. Open desks come longest waiting first.
WITH counted AS (
    SELECT DISTINCT ON (application_number, addenda_number, station)
        application_number,
        addenda_number,
        station,
        arrive,
        finish_date,
        review_results,
        finish_date IS NOT NULL OR coalesce(unparsed ? 'finish_date', false)
            AS is_finished
    FROM addenda
    WHERE application_number = ANY ({numbers})
    ORDER BY
        application_number,
        addenda_number,
        station,
        coalesce(finish_date, arrive, '-infinity') DESC,
        coalesce(finish_date, '-infinity') DESC,
        coalesce(step, 0) DESC,
        primary_key COLLATE "C" DESC
)
SELECT
    application_number,
    count(*) FILTER (WHERE is_finished),
    max(finish_date),
    (
        jsonb_agg(
            jsonb_build_array(station, addenda_number, arrive)
            ORDER BY arrive, station, addenda_number
        ) FILTER (WHERE NOT is_finished AND arrive IS NOT NULL)
    )::text,
    to_jsonb(
        (
            array_agg(
                jsonb_build_array(station, addenda_number, finish_date, review_results)
                ORDER BY finish_date DESC NULLS LAST, addenda_number DESC, station
            ) FILTER (WHERE is_finished)
        )[1:{most}]
    )::text
FROM counted
GROUP BY application_number
