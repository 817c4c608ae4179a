-- What the search box suggests: addresses, streets, neighborhoods, each with the number
-- of source records that have it. {scope} narrows to the permits of a small load, whose
-- new names are added; counts are made anew with the next whole build.
INSERT INTO search_terms (kind, term, label, df)
WITH places AS (
    SELECT street_number, street_name, street_suffix, count(*) AS records
    FROM permit_locations
    {scope}
    GROUP BY street_number, street_name, street_suffix
),
tidy AS (
    SELECT
        ltrim(regexp_replace(street_number, '\D.*', ''), '0') AS number,
        concat_ws(
            ' ',
            ltrim(street_name, '0'),
            initcap(coalesce(
                %(suffixes)s::jsonb ->> lower(street_suffix), street_suffix
            ))
        ) AS street,
        records
    FROM places
    WHERE street_name <> ''
),
named AS (
    SELECT 'address' AS kind, number || ' ' || street AS label, records
    FROM tidy WHERE number <> ''
    UNION ALL
    SELECT 'street', street, records FROM tidy
    UNION ALL
    SELECT 'neighborhood', neighborhoods_analysis_boundaries, count(*)
    FROM permit_locations
    {scope}
    GROUP BY neighborhoods_analysis_boundaries
)
-- Where the same name is written in several ways, the most frequent is shown.
SELECT
    kind,
    regexp_replace(lower(label), '[^a-z0-9 ]', '', 'g') AS term,
    (array_agg(label ORDER BY records DESC, label))[1],
    sum(records)
FROM named
WHERE label IS NOT NULL
GROUP BY kind, term
ON CONFLICT DO NOTHING
