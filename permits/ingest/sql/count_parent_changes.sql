-- Records that changed their permit and nothing else, such as a new status: those are
-- not among the records that are new or differ themselves.
SELECT count(*)
FROM outcome_parents AS outcome
JOIN staged ON staged.{parent_key} = outcome.key
WHERE NOT outcome.inserted
  AND staged.kept IS NULL
  AND NOT EXISTS (SELECT FROM outcome_records WHERE key = staged.{key})
