DELETE FROM entity_keys WHERE entity_id IN (SELECT id FROM touched)
