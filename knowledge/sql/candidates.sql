-- Chunks by BM25F: of each concept of the question, the best of its stems counts.
-- `covered` is how much of what is asked they speak of at all. With %(ids)s, of these
-- chunks only.
SELECT chunk_id, sum(best) AS score, sum(worth) AS covered
FROM (
    SELECT
        p.chunk_id,
        q.concept,
        max(p.weight * q.worth) AS best,
        max(q.worth) AS worth
    FROM unnest(%(concepts)s::int[], %(stems)s::text[], %(worths)s::float8[])
        AS q (concept, stem, worth)
    JOIN knowledge_postings AS p ON p.lexeme = q.stem
    WHERE %(ids)s::bigint[] IS NULL OR p.chunk_id = ANY(%(ids)s::bigint[])
    GROUP BY p.chunk_id, q.concept
) AS found
GROUP BY chunk_id
ORDER BY score DESC, chunk_id
LIMIT %(limit)s
