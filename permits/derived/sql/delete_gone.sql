-- Rows that the new state does not have.
DELETE FROM {table} AS held
WHERE {scope}
    AND NOT EXISTS (SELECT FROM {new} AS new WHERE ({new_key}) = ({held_key}))
