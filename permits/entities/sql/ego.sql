-- Who is within {hops} steps of an entity, the nearest and then the strongest first.
--
-- Each one leads on to its {fanout} strongest partners. Who has more than {hub} permits
-- is shown but not passed through, the one in the middle apart: half the city is two
-- steps from a busy expediter. No step is begun after {milliseconds} ms. What is read
-- is bounded all the same: 2 x {fanout} index entries for each one led on from.
WITH RECURSIVE walked (id, hop, weight) AS (
    SELECT {start}::bigint, 0, 0::double precision
    UNION ALL
    SELECT partner.id, walked.hop + 1, partner.weight
    FROM walked
    JOIN entities ON entities.id = walked.id
    CROSS JOIN LATERAL (
        SELECT both_ways.*
        FROM (
            (
                SELECT entity_b_id AS id, weight FROM relationships
                WHERE entity_a_id = walked.id
                ORDER BY weight DESC, entity_b_id LIMIT {fanout}
            )
            UNION ALL
            (
                SELECT entity_a_id, weight FROM relationships
                WHERE entity_b_id = walked.id
                ORDER BY weight DESC, entity_a_id LIMIT {fanout}
            )
        ) AS both_ways
        ORDER BY weight DESC, id LIMIT {fanout}
    ) AS partner
    WHERE walked.hop < {hops}
        AND (walked.hop = 0 OR entities.permit_count <= {hub})
        AND clock_timestamp()
            < statement_timestamp() + {milliseconds} * interval '1 millisecond'
),
reached AS (
    SELECT DISTINCT ON (id) id, hop, weight
    FROM walked
    ORDER BY id, hop, weight DESC
)
SELECT
    entities.id,
    entities.name,
    entities.kind,
    entities.roles -> 0 ->> 'role',
    entities.permit_count,
    reached.hop,
    entities.permit_count > {hub},
    count(*) OVER (),
    clock_timestamp()
        >= statement_timestamp() + {milliseconds} * interval '1 millisecond'
FROM reached
JOIN entities USING (id)
ORDER BY reached.hop, reached.weight DESC, entities.id
LIMIT {nodes}
