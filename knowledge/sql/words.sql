-- The words as they are written, with their stems: what spellings are corrected to.
INSERT INTO knowledge_words (word, lexeme, chunks)
SELECT word, (ts_lexize('english_stem', word))[1], count(DISTINCT id)
FROM (
    SELECT c.id, lower(parsed.token) AS word
    FROM knowledge_chunks AS c
    JOIN knowledge_documents AS d ON d.id = c.document_id AND d.same_as_id IS NULL,
        ts_parse('default', c.context || ' ' || c.text) AS parsed
    WHERE parsed.tokid IN (1, 2)
) AS written
WHERE length(word) BETWEEN 2 AND 40 AND (ts_lexize('english_stem', word))[1] IS NOT NULL
GROUP BY word;
