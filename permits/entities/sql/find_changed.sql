-- Contacts that are new, differ from what the last run read, or are gone: the first have
-- no entity, the last no fingerprint of now.
CREATE TEMPORARY TABLE changed ON COMMIT DROP AS
SELECT
    contact_key, now.fingerprint, held.entity_id AS held_id,
    held.permit_number AS held_permit_number
FROM ({contacts}) AS now
FULL JOIN entity_contacts AS held USING (contact_key)
WHERE now.fingerprint IS DISTINCT FROM held.fingerprint
