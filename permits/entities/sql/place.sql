-- Where each contact goes, and what was read of it.
CREATE TEMPORARY TABLE next_placed ON COMMIT DROP AS
SELECT contact_key, entity_id, permit_number, fingerprint
FROM next_contacts
JOIN gathered USING (contact_key)
