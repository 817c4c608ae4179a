-- Permits that name other people than when the graph was built, or that a load changed
-- since: loads from {since} on. What was read of a permit without contacts is no matter.
CREATE TEMPORARY TABLE due_permits ON COMMIT DROP AS
SELECT permit_number FROM relationships_due
UNION
SELECT permit_number
FROM (
    SELECT permit_number FROM permits WHERE load_id >= {since}
    UNION
    SELECT permit_number FROM trade_permits WHERE load_id >= {since}
) AS loaded
WHERE permit_number IN (SELECT permit_number FROM entity_contacts)
