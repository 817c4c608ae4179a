-- Permits on which somebody is new, gone, changed or another entity than before.
CREATE TEMPORARY TABLE due ON COMMIT DROP AS
WITH moved AS (
    SELECT held.permit_number AS before, new.permit_number AS after
    FROM (
        SELECT * FROM entity_contacts WHERE entity_id IN (SELECT id FROM touched)
    ) AS held
    FULL JOIN next_placed AS new USING (contact_key)
    WHERE (held.entity_id, held.permit_number, held.fingerprint)
        IS DISTINCT FROM (new.entity_id, new.permit_number, new.fingerprint)
)
SELECT before AS permit_number FROM moved WHERE before IS NOT NULL
UNION
SELECT after FROM moved WHERE after IS NOT NULL
