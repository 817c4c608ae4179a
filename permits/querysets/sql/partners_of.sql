-- Who is named on the same permits as an entity, the closest ties first: the pairs, each
-- with the other side. Each half has an index in the order of the weights.
SELECT
    shared.id, entity_a_id, entity_b_id, shared_permits, weight,
    shared.first_date, shared.last_date, total_cost, permits_with_cost, neighborhoods,
    partners.id AS partner_id, name AS partner_name, kind AS partner_kind,
    roles AS partner_roles, permit_count AS partner_permits
FROM (
    (
        SELECT *, entity_b_id AS partner FROM relationships
        WHERE entity_a_id = %(entity)s
        ORDER BY weight DESC, entity_b_id
        LIMIT %(limit)s
    )
    UNION ALL
    (
        SELECT *, entity_a_id FROM relationships
        WHERE entity_b_id = %(entity)s
        ORDER BY weight DESC, entity_a_id
        LIMIT %(limit)s
    )
) AS shared
JOIN entities AS partners ON partners.id = partner
ORDER BY weight DESC, entity_a_id, entity_b_id
LIMIT %(limit)s
