-- Who of some entities worked with whom, the strongest first.
SELECT entity_a_id, entity_b_id, weight
FROM relationships
WHERE entity_a_id = ANY(%(entities)s) AND entity_b_id = ANY(%(entities)s)
ORDER BY weight DESC, entity_a_id, entity_b_id
LIMIT %(limit)s
