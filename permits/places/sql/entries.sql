-- Everything recorded at a place as one JSON object: of each kind how many there are, by
-- year, the addresses, and which entries stand on the page asked for.
--
-- `here` is the condition that a row's block and lot are among the lots of the place.
-- Kinds are numbered in the order that entries of one day are listed in; of each kind
-- only the newest `most` are listed, all are counted. Open complaints come before other
-- open entries: a tower's open permits must not bury them.
WITH permits_here AS (
    SELECT
        permit_number AS key,
        filed_date AS day,
        lower(btrim(status)) = ANY ({open}) IS TRUE AS is_open,
        address,
        {here} IS TRUE AS is_own,
        row_number() OVER (ORDER BY filed_date DESC NULLS LAST, permit_number) AS place
    FROM permits
    WHERE permit_number IN (SELECT permit_number FROM permit_locations WHERE {here})
),
trade_permits_here AS (
    SELECT
        trade_permit_key AS key,
        filed_date AS day,
        lower(btrim(status)) = ANY ({open}) IS TRUE AS is_open,
        address,
        row_number() OVER (
            ORDER BY filed_date DESC NULLS LAST, permit_number, trade_permit_key
        ) AS place
    FROM trade_permits
    WHERE {here}
),
complaints_here AS (
    SELECT
        complaint_number AS key,
        date_filed AS day,
        lower(btrim(status)) = 'active' IS TRUE AS is_open,
        street_number,
        street_name,
        street_suffix,
        unit,
        row_number() OVER (ORDER BY date_filed DESC NULLS LAST, complaint_number) AS place
    FROM complaints
    WHERE {here}
),
violations_here AS (
    SELECT
        coalesce(nullif(complaint_number, ''), violation_key) AS key,
        date_filed AS day,
        lower(btrim(status)) = 'active' IS TRUE AS is_open,
        row_number() OVER (
            ORDER BY
                date_filed DESC NULLS LAST,
                complaint_number,
                length(item_sequence_number),
                item_sequence_number,
                violation_key
        ) AS place
    FROM violations
    WHERE {here}
),
inspections_here AS (
    SELECT
        inspection_key AS key,
        scheduled_date AS day,
        false AS is_open,
        row_number() OVER (
            ORDER BY
                scheduled_date DESC NULLS LAST, inspection_description, inspection_key
        ) AS place
    FROM inspections
    WHERE {here}
),
-- By itself, so that no plan asks for all of it once for each permit.
steps AS MATERIALIZED (
    {steps}
),
reviews_here AS (
    SELECT
        application_number AS key,
        count(*) FILTER (WHERE is_finished) AS finished,
        count(*) FILTER (WHERE NOT is_finished AND arrive IS NOT NULL) AS open,
        max(finish_date) AS day
    FROM steps
    GROUP BY application_number
),
-- A notice stands with its complaint; the items of one without it are one entry.
notices AS (
    SELECT DISTINCT ON (key) key, day, is_open, place
    FROM violations_here
    WHERE place <= {most}
        AND key NOT IN (SELECT key FROM complaints_here WHERE place <= {most})
    ORDER BY key, place
),
entries AS (
    SELECT 1 AS kind, key, day, is_open, place FROM permits_here
    UNION ALL
    SELECT 2, key, day, is_open, place FROM trade_permits_here
    UNION ALL
    SELECT 3, key, day, is_open, place FROM complaints_here
    UNION ALL
    SELECT 4, key, day, is_open, place FROM notices
    UNION ALL
    SELECT 5, key, day, is_open, place FROM inspections_here
    UNION ALL
    SELECT 6, key, day, false, 0 FROM reviews_here WHERE finished > 0
),
listed AS (
    SELECT
        kind,
        key,
        day,
        is_open,
        row_number() OVER (
            PARTITION BY is_open
            ORDER BY
                is_open AND kind IN (3, 4) DESC,
                day DESC NULLS LAST,
                kind,
                place,
                key DESC
        ) AS position
    FROM entries
    WHERE place <= {most}
),
shown AS (
    SELECT kind, key, is_open, position
    FROM listed
    WHERE
        (is_open AND position > {open_from} AND position <= {open_from} + {open_size})
        OR (
            NOT is_open
            AND position > {past_from}
            AND position <= {past_from} + {past_size}
        )
)
SELECT jsonb_build_object(
    'counts', jsonb_build_object(
        'permits', (
            SELECT jsonb_build_array(count(*), count(*) FILTER (WHERE is_open))
            FROM permits_here
        ),
        'trade_permits', (
            SELECT jsonb_build_array(count(*), count(*) FILTER (WHERE is_open))
            FROM trade_permits_here
        ),
        'complaints', (
            SELECT jsonb_build_array(count(*), count(*) FILTER (WHERE is_open))
            FROM complaints_here
        ),
        'violations', (
            SELECT jsonb_build_array(count(*), count(*) FILTER (WHERE is_open))
            FROM violations_here
        ),
        'inspections', (
            SELECT jsonb_build_array(count(*), 0)
            FROM inspections_here
        )
    ),
    'listed', (
        SELECT jsonb_build_array(
            count(*) FILTER (WHERE is_open), count(*) FILTER (WHERE NOT is_open)
        )
        FROM listed
    ),
    'reviews', (
        SELECT jsonb_build_array(
            count(*),
            coalesce(sum(finished), 0),
            coalesce(
                sum(open) FILTER (
                    WHERE key IN (SELECT key FROM permits_here WHERE is_open)
                ),
                0
            )
        )
        FROM reviews_here
    ),
    'years', (
        SELECT coalesce(jsonb_agg(jsonb_build_array(year, number)), '[]')
        FROM (
            SELECT extract(year FROM day)::integer AS year, count(*) AS number
            FROM listed
            WHERE day IS NOT NULL
            GROUP BY 1
        ) AS by_year
    ),
    'shown', (
        SELECT coalesce(
            jsonb_agg(jsonb_build_array(is_open, kind, key) ORDER BY position), '[]'
        )
        FROM shown
    ),
    'reviewed', (
        SELECT coalesce(
            jsonb_agg(
                jsonb_build_array(permit_number, finished, last, open, newest)
            ),
            '[]'
        )
        FROM ({reviews}) AS reviewed
    ),
    'addresses', (
        SELECT coalesce(jsonb_agg(address ORDER BY kind, place), '[]')
        FROM (
            SELECT 1 AS kind, address, min(place) AS place
            FROM permits_here
            WHERE is_own AND address <> '' AND place <= {most}
            GROUP BY address
            UNION ALL
            SELECT 2, address, min(place)
            FROM trade_permits_here
            WHERE address <> '' AND place <= {most}
            GROUP BY address
        ) AS named
    ),
    'complaint_addresses', (
        SELECT coalesce(
            jsonb_agg(
                jsonb_build_array(street_number, street_name, street_suffix, unit)
                ORDER BY place
            ),
            '[]'
        )
        FROM (
            SELECT
                street_number, street_name, street_suffix, unit, min(place) AS place
            FROM complaints_here
            WHERE place <= {most}
            GROUP BY street_number, street_name, street_suffix, unit
        ) AS named
    )
)::text
