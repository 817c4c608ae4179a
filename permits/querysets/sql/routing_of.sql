-- The steps of a permit's way through review. Of an open step `usual` is what happened
-- at its station: how long similar reviews took, over %(window)s days, what came next
-- for permits of the form, and the day to which both are counted. Asked of open steps
-- only: a long way through review stays as quick.
SELECT
    {columns},
    CASE WHEN arrive IS NOT NULL AND finish_date IS NULL THEN jsonb_build_object(
        'baselines', ARRAY(
            SELECT jsonb_build_object(
                'form', form, 'visit', visit, 'window', "window", 'n', n,
                'p25', p25, 'p50', p50, 'p75', p75, 'p90', p90
            )
            FROM station_baselines AS baseline
            WHERE baseline.station = addenda.station AND "window" = %(window)s
        ),
        'followers', ARRAY(
            SELECT jsonb_build_object('station', follower, 'reviews', reviews)
            FROM station_followers AS next
            WHERE next.station = addenda.station AND permit_type = %(form)s
        ),
        'counted_to', (
            SELECT as_of FROM stations WHERE stations.station = addenda.station
        )
    ) END AS usual
FROM addenda
WHERE application_number = %(number)s
