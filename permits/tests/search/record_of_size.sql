-- Permits for plans and benchmarks' tests: %(size)s of them, of few kinds and words.
WITH loaded AS (
    INSERT INTO loads (
        dataset, source, origin, status, rows_read, rows_inserted, rows_changed,
        rows_rejected, values_unparsed, rejects_file, started_at, finished_at, error
    )
    VALUES ('permits', 'sample', 'test', 'succeeded', 0, 0, 0, 0, 0, '', now(), now(), '')
    RETURNING id
),
made AS (
    SELECT
        n,
        (20000000000 + n)::text AS permit_number,
        date '2024-01-01' - n %% 9000 AS filed_date,
        (ARRAY['issued', 'complete', 'filed', 'expired'])[1 + n %% 4] AS status,
        (ARRAY['Mission', 'Noe', '24th', 'Castro', 'Market'])[1 + n %% 5] AS street_name,
        (ARRAY['Mission', 'Noe Valley', 'Castro/Upper Market'])[1 + n %% 3] AS hood,
        concat_ws(
            ' ', 'replace', (ARRAY['kitchen', 'roof', 'stairs'])[1 + n %% 3], 'unit', n
        ) AS description
    FROM generate_series(1, %(size)s) AS n
),
permits_made AS (
    INSERT INTO permits (
        permit_number, permit_type, description, status, filed_date, issued_date,
        estimated_cost, address, street_number, street_name, street_suffix, block, lot,
        zipcode, neighborhoods_analysis_boundaries, load_id
    )
    SELECT permit_number, 1 + n %% 8, description, status, filed_date, filed_date + n %% 90,
        n * 100, n || ' ' || street_name || ' St', n, street_name, 'St',
        lpad((n %% 900)::text, 4, '0'), lpad((n %% 70)::text, 3, '0'), '94110', hood,
        loaded.id
    FROM made CROSS JOIN loaded
    RETURNING *
)
INSERT INTO permit_locations (
    record_id, permit_number, primary_address_flag, address, street_number,
    street_name, street_suffix, block, lot, zipcode,
    neighborhoods_analysis_boundaries, load_id
)
SELECT permit_number, permit_number, 'Y', address, street_number, street_name,
    street_suffix, block, lot, zipcode, neighborhoods_analysis_boundaries, load_id
FROM permits_made
