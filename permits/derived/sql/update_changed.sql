-- Rows that differ from the new state; all others are left untouched.
UPDATE {table} AS held
SET ({columns}) = ROW ({new_columns})
FROM {new} AS new
WHERE ({new_key}) = ({held_key})
    AND ({new_columns}) IS DISTINCT FROM ({held_columns})
