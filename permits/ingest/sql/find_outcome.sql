-- The rows that are new, and those whose facts differ. Stamps are not facts: the city
-- renews them on every row of an export.
CREATE TEMPORARY TABLE {outcome} ON COMMIT DROP AS
SELECT staged.{key} AS key,
       {group_key} AS group_key,
       held.{key} IS NULL AS inserted
FROM staged
LEFT JOIN {table} AS held ON held.{key} = staged.{key}
WHERE held.{key} IS NULL OR ({staged_facts}) IS DISTINCT FROM ({held_facts})
