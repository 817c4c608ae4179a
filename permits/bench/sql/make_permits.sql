-- The permits that the contacts are named on, with a day, a cost and a neighborhood.
INSERT INTO permits (
    permit_number, filed_date, estimated_cost, neighborhoods_analysis_boundaries, record_id,
    load_id
)
SELECT
    permit_number,
    min(from_date),
    abs(hashtext(permit_number)) % 1000000,
    'Neighborhood ' || abs(hashtext(permit_number)) % 41,
    permit_number,
    (SELECT max(id) FROM loads)
FROM contacts
WHERE permit_number IS NOT NULL
GROUP BY permit_number
