-- Entities that share a key with a contact that gets an entity anew, and when they were
-- first seen (as Python counts days). Those of its own are taken apart.
COPY (
    SELECT
        wanted.key,
        entities.id,
        entities.contact_count,
        coalesce(entities.first_date - date '0001-01-01' + 1, 0)
    FROM entity_keys AS held
    CROSS JOIN LATERAL unnest(held.keys) AS own (key)
    JOIN wanted ON wanted.key = own.key
    JOIN entities ON entities.id = held.entity_id
    WHERE entities.id NOT IN (SELECT held_id FROM changed WHERE held_id IS NOT NULL)
    ORDER BY wanted.key
) TO STDOUT
