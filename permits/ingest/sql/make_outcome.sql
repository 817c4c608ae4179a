-- An empty table has nothing to compare with: no row is listed, all are inserted.
CREATE TEMPORARY TABLE {outcome} ON COMMIT DROP AS
SELECT staged.{key} AS key, {group_key} AS group_key, true AS inserted
FROM staged
WHERE false
