-- Who may be the same as one of them, or as one that is taken apart.
INSERT INTO near
SELECT other.id
FROM (
    SELECT id FROM near
    UNION
    SELECT held_id FROM changed WHERE held_id IS NOT NULL
) AS one
JOIN (
    SELECT entity_a_id AS one_id, entity_b_id AS id FROM entity_possible
    UNION ALL
    SELECT entity_b_id, entity_a_id FROM entity_possible
) AS other ON other.one_id = one.id
WHERE other.id NOT IN (SELECT held_id FROM changed WHERE held_id IS NOT NULL)
EXCEPT
SELECT id FROM near
