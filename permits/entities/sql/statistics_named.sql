-- Which entity is named on which permit, each pair once.
--
-- {scope}: all entities, or those that one run is for.
CREATE TEMPORARY TABLE named ON COMMIT DROP AS
SELECT DISTINCT placed.entity_id, contacts.permit_number
FROM entity_contacts AS placed
JOIN contacts USING (contact_key)
WHERE contacts.permit_number IS NOT NULL AND {scope}
