-- The steps of some permits that count, one a station and addendum.
--
-- Of several rows for one station of one addendum the same one counts as on the permit's
-- page: the latest finish, or what arrived after it (docs/adr/0032). One that was finished
-- on a day that cannot be read is finished.
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
