-- How far plan review of each permit is, by the steps that count: one row a permit.
--
-- A step that has not arrived is neither open nor finished. Open desks come longest
-- waiting first, finished reviews newest first.
SELECT
    application_number AS permit_number,
    count(*) FILTER (WHERE is_finished) AS finished,
    max(finish_date) AS last,
    jsonb_agg(
        jsonb_build_array(station, addenda_number, arrive)
        ORDER BY arrive, station, addenda_number
    ) FILTER (WHERE NOT is_finished AND arrive IS NOT NULL) AS open,
    to_jsonb(
        (
            array_agg(
                jsonb_build_array(station, addenda_number, finish_date, review_results)
                ORDER BY finish_date DESC NULLS LAST, addenda_number DESC, station
            ) FILTER (WHERE is_finished)
        )[1:{most}]
    ) AS newest
FROM ({steps}) AS counted
GROUP BY application_number
