-- The nearest chunks of the searched documents. The copies are excluded by a plain
-- condition on the chunk: a join would tempt the planner away from the vector index.
SELECT c.id, 1 - (c.embedding <=> %(vector)s::vector) AS similarity
FROM knowledge_chunks AS c
WHERE
    c.model_id = %(model)s
    AND c.document_id NOT IN (
        SELECT d.id FROM knowledge_documents AS d WHERE d.same_as_id IS NOT NULL
    )
ORDER BY c.embedding <=> %(vector)s::vector
LIMIT %(limit)s
