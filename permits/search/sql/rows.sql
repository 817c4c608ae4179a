-- Search rows of permits, newest first, written into the table named by {target}.
-- {scope} narrows the permits: empty, or a WHERE on permit_number.
--
-- A permit is found by any of its addresses. Tokens are what filters match; each is
-- a letter, a colon and a value (docs/search.md lists them). A street's key has no
-- blanks, punctuation, leading zeros or suffix: "03rd" is 3rd, "O'Farrell" ofarrell.
INSERT INTO {target} (
    permit_number, filed_date, year, cost, cost_band, permit_type, status,
    neighborhood, tokens, search_vector
)
WITH places AS (
    SELECT
        permit_number,
        regexp_replace(
            ltrim(regexp_replace(lower(street_name), '\msaint\M', 'st'), '0'),
            '[^a-z0-9]+', '', 'g'
        ) AS street,
        coalesce(
            %(suffixes)s::jsonb ->> lower(street_suffix), lower(street_suffix)
        ) AS suffix,
        nullif(left(regexp_replace(street_number, '\D.*', ''), 9), '')::integer
            AS number,
        -- "7" and "A" are unit 7A; "7" and "Parcel A" are unit 7 and two words.
        nullif(lower(concat(
            nullif(regexp_replace(unit, '\.0$', ''), '0'),
            CASE WHEN unit_suffix !~ '\w{3}' THEN unit_suffix END
        )), '') AS unit,
        CASE WHEN unit_suffix ~ '\w{3}' THEN unit_suffix END AS unit_words,
        street_number, street_number_suffix, street_name,
        block, lot, zipcode, neighborhoods_analysis_boundaries AS neighborhood
    FROM permit_locations
    {scope}
),
located AS (
    -- Joined as text and cut apart once: far fewer rows to group than one a token.
    SELECT
        permit_number,
        string_to_array(string_agg(tokens, E'\x1f'), E'\x1f') AS tokens,
        string_agg(address, ' . ') AS addresses
    FROM (
        SELECT
            permit_number,
            -- concat_ws leaves out what is null: a token with a part not recorded.
            concat_ws(
                E'\x1f',
                'a:' || number || ' ' || street,
                'a:' || number || ' ' || street || ' ' || suffix,
                'h:' || number / 100 || ' ' || street,
                'r:' || street,
                'r:' || street || ' ' || suffix,
                'u:' || unit,
                'b:' || block,
                'l:' || block || '/' || lot,
                'z:' || zipcode,
                'n:' || neighborhood
            ) AS tokens,
            concat_ws(
                ' ',
                number, street_number_suffix, ltrim(street_name, '0'), suffix,
                unit, unit_words
            ) AS address
        FROM places
    ) AS placed
    GROUP BY permit_number
),
-- Building permits' contacts: the numbers of trade permits are others.
named AS (
    SELECT
        listed.permit_number,
        array_agg(DISTINCT 'e:' || entity_contacts.entity_id) AS tokens
    FROM (
        SELECT contact_key, source, permit_number FROM contacts
        {scope}
    ) AS listed
    JOIN entity_contacts ON entity_contacts.contact_key = listed.contact_key
    WHERE listed.source = '3pee-9qhc'
    GROUP BY listed.permit_number
),
valued AS (
    SELECT
        permit_number, filed_date, permit_type, status, description, adu,
        neighborhoods_analysis_boundaries AS neighborhood,
        extract(YEAR FROM filed_date)::smallint AS year,
        greatest(estimated_cost, revised_cost)::bigint AS cost,
        width_bucket(
            greatest(estimated_cost, revised_cost), %(bands)s::numeric[]
        )::smallint AS cost_band
    FROM permits
    {scope}
)
SELECT
    permit_number, filed_date, year, cost, cost_band, permit_type, status,
    neighborhood,
    coalesce(located.tokens, '{}') || coalesce(named.tokens, '{}') || array_remove(
        ARRAY[
            's:' || status,
            't:' || permit_type,
            'y:' || year,
            'd:' || year / 10,
            'c:' || cost_band,
            -- Its window of the stored order, 0 holding the newest.
            'w:' || width_bucket(
                row_number() OVER (
                    ORDER BY filed_date DESC NULLS LAST, permit_number
                ),
                %(windows)s::bigint[]
            )
        ],
        NULL
    ),
    -- Addresses in both configurations, so that a question stemmed as English still
    -- finds its street ("dolores remodeling": dolor & remodel).
    setweight(
        to_tsvector('simple', concat_ws(' . ', permit_number, located.addresses))
        || to_tsvector('english', coalesce(located.addresses, '')),
        'A'
    ) || setweight(to_tsvector('english', coalesce(description, '')), 'C')
FROM valued
LEFT JOIN located USING (permit_number)
LEFT JOIN named USING (permit_number)
ORDER BY filed_date DESC NULLS LAST, permit_number
