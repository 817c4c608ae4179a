-- Rows that only the new state has.
INSERT INTO {table} ({key}, {columns})
SELECT {new_key}, {new_columns}
FROM {new} AS new
WHERE NOT EXISTS (SELECT FROM {table} AS held WHERE ({new_key}) = ({held_key}))
