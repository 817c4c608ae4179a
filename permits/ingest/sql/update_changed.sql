UPDATE {table} AS held
SET ({columns}, load_id) = ROW({staged_columns}, {load})
FROM {outcome} AS outcome
JOIN staged ON staged.{key} = outcome.key
WHERE held.{key} = outcome.key AND NOT outcome.inserted
