-- One row for each field that differs, before the new value replaces the old.
INSERT INTO {changes} (permit_number, record_id, field, old, new, changed_at, load_id)
SELECT {group_key}, {record}, fact.field, fact.old, fact.new, now(), {load}
FROM {outcome} AS outcome
JOIN staged ON staged.{key} = outcome.key
JOIN {table} AS held ON held.{key} = outcome.key
CROSS JOIN LATERAL (VALUES {pairs}) AS fact (field, old, new)
WHERE NOT outcome.inserted AND fact.old IS DISTINCT FROM fact.new
