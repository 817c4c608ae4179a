-- How rare each stem is.
INSERT INTO knowledge_terms (lexeme, chunks, idf)
SELECT
    lexeme,
    count(*),
    ln(1 + ((SELECT count(DISTINCT chunk_id) FROM knowledge_postings) - count(*) + 0.5)
        / (count(*) + 0.5))
FROM knowledge_postings
GROUP BY lexeme;
