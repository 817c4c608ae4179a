-- What is said of each permit that an entity is named on; no row of `named` is lost.
--
-- Numbers of the trades begin with letters: a permit is in one of the tables only. Days
-- below zero are slips of the record and left out. Form 8 is the over-the-counter one.
CREATE TEMPORARY TABLE described ON COMMIT DROP AS
WITH trades AS (
    SELECT
        permit_number,
        min(trade) AS trade,
        min(coalesce(filed_date, application_date)) AS day,
        min(neighborhoods_analysis_boundaries) AS neighborhood
    FROM trade_permits
    WHERE permit_number IS NOT NULL
    GROUP BY permit_number
)
SELECT
    named.entity_id,
    named.permit_number,
    CASE WHEN permits.permit_number IS NOT NULL THEN 'building' ELSE trades.trade END
        AS kind,
    permits.permit_type AS form,
    permits.permit_type_definition AS definition,
    coalesce(permits.neighborhoods_analysis_boundaries, trades.neighborhood)
        AS neighborhood,
    coalesce(permits.filed_date, trades.day) AS filed,
    CASE WHEN permits.permit_type = 8 THEN 'counter'
        WHEN permits.permit_type IS NOT NULL THEN 'other' END AS way,
    CASE WHEN permits.issued_date >= permits.filed_date
        THEN permits.issued_date - permits.filed_date END AS days,
    coalesce(greatest(permits.estimated_cost, permits.revised_cost) > {costly}, false)
        AS is_costly
FROM named
LEFT JOIN permits USING (permit_number)
LEFT JOIN trades USING (permit_number)
