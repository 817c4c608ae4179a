-- The permit's address is that of its primary record among all we hold, whichever of
-- them this load brought.
UPDATE staged
SET ({shared}) = ROW({primary_shared})
FROM (
    SELECT DISTINCT ON (record.{parent_key}) record.*
    FROM {table} AS record
    JOIN repeated ON repeated.{parent_key} = record.{parent_key}
    ORDER BY record.{parent_key},
             coalesce(record.{flag} = 'Y', false) DESC,
             record.{key}
) AS "primary"
WHERE "primary".{parent_key} = staged.{parent_key}
  AND ({staged_shared}) IS DISTINCT FROM ({primary_shared})
