-- Permits (parents) that have more than one record, counting those loaded before. The
-- records of this load are in their table by now.
CREATE TEMPORARY TABLE repeated ON COMMIT DROP AS
SELECT {parent_key}
FROM {table}
WHERE {only_staged}
GROUP BY {parent_key}
HAVING count(*) > 1
