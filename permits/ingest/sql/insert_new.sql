INSERT INTO {table} ({columns}, load_id)
SELECT {staged_columns}, {load}
FROM staged
JOIN {outcome} AS outcome ON outcome.key = staged.{key}
WHERE outcome.inserted
