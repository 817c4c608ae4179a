-- Pairs of which a permit says something else than when they were last counted, and all
-- permits that the less busy one of a pair is named on: the shared ones are among them.
CREATE TEMPORARY TABLE due_pairs ON COMMIT DROP AS
WITH named AS (
    SELECT permit_number, entity_id FROM relationships_due
    UNION
    SELECT permit_number, entity_id
    FROM entity_contacts
    WHERE permit_number IN (SELECT permit_number FROM due_permits)
)
SELECT DISTINCT one.entity_id AS entity_a_id, other.entity_id AS entity_b_id
FROM named AS one
JOIN named AS other USING (permit_number)
WHERE one.entity_id < other.entity_id;
ANALYZE due_pairs;
CREATE TEMPORARY TABLE pairs_permits ON COMMIT DROP AS
SELECT DISTINCT placed.permit_number
FROM (
    SELECT CASE WHEN one.permit_count < other.permit_count THEN one.id ELSE other.id END
        AS id
    FROM due_pairs
    JOIN entities AS one ON one.id = due_pairs.entity_a_id
    JOIN entities AS other ON other.id = due_pairs.entity_b_id
) AS less_busy
JOIN entity_contacts AS placed ON placed.entity_id = less_busy.id;
ANALYZE pairs_permits
