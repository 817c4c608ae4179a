SELECT entity_a_id, entity_b_id
FROM entity_possible
WHERE entity_a_id IN (SELECT id FROM near) AND entity_b_id IN (SELECT id FROM near)
