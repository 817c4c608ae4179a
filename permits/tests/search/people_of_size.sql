-- People, firms and parcels for plans: %(size)s of each; entity 1 is on a tenth of the permits.
WITH loaded AS (
    SELECT max(id) AS id FROM loads
),
parcels_made AS (
    INSERT INTO parcels (
        blklot, mapblklot, block, lot, from_address_num, street_name, street_type,
        active, load_id
    )
    SELECT
        lpad((n %% 900)::text, 4, '0') || n, n, lpad((n %% 900)::text, 4, '0'), n::text,
        n::text, (ARRAY['MISSION', 'NOE', '24TH', 'CASTRO', 'MARKET'])[1 + n %% 5],
        'ST', true, loaded.id
    FROM generate_series(1, %(size)s) AS n
    CROSS JOIN loaded
),
contacts_made AS (
    INSERT INTO contacts (contact_key, source, permit_number, load_id)
    SELECT 'c' || n, '3pee-9qhc', (20000000000 + n)::text, loaded.id
    FROM generate_series(1, %(size)s) AS n
    CROSS JOIN loaded
),
placed AS (
    INSERT INTO entity_contacts (contact_key, entity_id)
    SELECT 'c' || n, CASE WHEN n %% 10 = 0 THEN 1 ELSE n END
    FROM generate_series(1, %(size)s) AS n
)
INSERT INTO entities (
    id, name, kind, method, confidence, reasons, roles, licenses, business_numbers,
    spellings, contact_count, permit_count
)
SELECT
    n, (ARRAY['Jane', 'Tom', 'Ada'])[1 + n %% 3] || ' Roe ' || n || ' Construction',
    'firm', 'single', 1, '[]', '[]', ARRAY[(800000 + n)::text], '{}', '[]', 1, n
FROM generate_series(1, %(size)s) AS n
