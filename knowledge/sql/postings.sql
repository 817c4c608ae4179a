-- Each stem of each chunk that is searched, with its BM25F weight but for the idf.
-- Fields weigh differently, and long ones are discounted by their own mean length;
-- the sum saturates as in BM25 (k1 = 1.2).
INSERT INTO knowledge_postings (lexeme, chunk_id, weight)
WITH fields (label, boost, b) AS (
    VALUES ('A', 1.0, 0.5), ('B', 1.2, 0.4), ('C', 0.6, 0.4), ('D', 1.0, 0.6)
),
occurrences AS (
    SELECT c.id, found.lexeme, placed.label, count(*)::float8 AS times
    FROM knowledge_chunks AS c
    JOIN knowledge_documents AS d ON d.id = c.document_id AND d.same_as_id IS NULL,
        unnest(c.search_vector) AS found,
        unnest(found.weights) AS placed (label)
    GROUP BY c.id, found.lexeme, placed.label
),
lengths AS (
    SELECT id, label, sum(times) AS length FROM occurrences GROUP BY id, label
),
means AS (
    SELECT label, avg(length) AS mean FROM lengths GROUP BY label
),
frequencies AS (
    SELECT
        o.lexeme,
        o.id,
        sum(f.boost * o.times / (1 - f.b + f.b * l.length / m.mean)) AS frequency
    FROM occurrences AS o
    JOIN lengths AS l USING (id, label)
    JOIN means AS m USING (label)
    JOIN fields AS f USING (label)
    GROUP BY o.lexeme, o.id
)
SELECT lexeme, id, 2.2 * frequency / (1.2 + frequency) FROM frequencies;
