-- Words of the descriptions that are worth suggesting: letters only, not stop words,
-- in at least %(fewest)s permits. Counted over a sample of a large record, so df is about.
INSERT INTO search_terms (kind, term, label, df)
SELECT 'word', word, word, (ndoc * 100.0 / %(percent)s)::bigint
FROM ts_stat(
    $$SELECT to_tsvector('simple', coalesce(description, ''))
    FROM permits TABLESAMPLE SYSTEM ({percent}) REPEATABLE (1)$$
)
WHERE ndoc * 100.0 / %(percent)s >= %(fewest)s
    AND word ~ '^[a-z]{3,30}$'
    AND to_tsvector('english', word) <> ''::tsvector
ON CONFLICT DO NOTHING
