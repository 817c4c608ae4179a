-- Into an empty table: nothing to compare with, so one scan and no lookups.
INSERT INTO {table} ({columns}, load_id)
SELECT {staged_columns}, {load} FROM staged
