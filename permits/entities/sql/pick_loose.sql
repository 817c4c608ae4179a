-- Contacts that get an entity anew: what changed, and all others of its entities.
CREATE TEMPORARY TABLE picked ON COMMIT DROP AS
SELECT contact_key FROM changed
UNION
SELECT contact_key
FROM entity_contacts
WHERE entity_id IN (SELECT held_id FROM changed)
