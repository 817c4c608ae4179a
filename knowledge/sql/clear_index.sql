-- Deleted, not truncated: readers go on with the old index until the load commits.
DELETE FROM knowledge_postings;
DELETE FROM knowledge_terms;
DELETE FROM knowledge_words;
