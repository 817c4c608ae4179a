-- Permits that are new or differ, in themselves or in one of their records: what is
-- made from them elsewhere (the search table) has to be made again.
INSERT INTO touched_permits
SELECT key FROM outcome_parents
UNION
SELECT group_key FROM outcome_records
