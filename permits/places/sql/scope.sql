-- Every permit twice: once in its neighborhood, once in the whole city (slug '').
--
-- Lately is the last {years} years of the record. Form 8 is the one for work that is
-- approved over the counter; 1, 2, 3, 5 and 6 are reviewed in-house; signs (4 and 7) and
-- solar (9) are neither. Days below zero are slips of the record and left out.
CREATE TEMPORARY TABLE scoped_permits ON COMMIT DROP AS
WITH newest AS MATERIALIZED (
    SELECT max(filed_date) - make_interval(years => {years}) AS day
    FROM permits
    WHERE filed_date <= current_date
)
SELECT
    place.slug,
    permits.permit_number,
    permits.filed_date,
    extract(year FROM permits.filed_date)::smallint AS year,
    permits.permit_type AS form,
    CASE
        WHEN permits.permit_type = 8 THEN 'over the counter'
        WHEN permits.permit_type IN (1, 2, 3, 5, 6) THEN 'in-house'
    END AS way,
    lower(permits.status) = ANY ({open}) IS TRUE AS is_open,
    CASE
        WHEN permits.issued_date >= permits.filed_date
        THEN permits.issued_date - permits.filed_date
    END AS days,
    greatest(permits.estimated_cost, permits.revised_cost) AS cost,
    permits.filed_date >= newest.day IS TRUE AS is_late
FROM permits
CROSS JOIN newest
CROSS JOIN LATERAL (
    VALUES
        (''),
        (btrim(regexp_replace(
            lower(permits.neighborhoods_analysis_boundaries), '[^a-z0-9]+', '-', 'g'
        ), '-'))
) AS place (slug)
WHERE place.slug IS NOT NULL
