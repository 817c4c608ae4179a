-- Rows whose facts are the same but whose stamps are newer: without this, a copy made
-- between the two stamps could pass for newer than what we hold.
UPDATE {table} AS held
SET ({stamps}) = ROW({staged_stamps})
FROM staged
WHERE held.{key} = staged.{key}
  AND ({held_stamps}) IS DISTINCT FROM ({staged_stamps})
