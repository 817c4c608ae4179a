-- What an earlier load took from a record that ranks higher stays: by date, then by
-- primary address, then by lowest record (the last pair is swapped for that), which is
-- the order of keep_best.sql. So the order of loads makes no difference.
UPDATE staged
SET ({columns}) = ROW({held_columns}), kept = true
FROM {parent} AS held
LEFT JOIN {table} AS source ON source.{key} = held.{key}
WHERE held.{parent_key} = staged.{parent_key}
  AND ({held_latest}, coalesce(source.{flag} = 'Y', false), staged.{key})
    > ({staged_latest}, coalesce(staged.{flag} = 'Y', false), held.{key})
