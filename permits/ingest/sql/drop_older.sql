-- A record older than the one we hold brings nothing. No stamp counts as oldest.
DELETE FROM staged
USING {table} AS held
WHERE held.{key} = staged.{key}
  AND held.{stamp} > coalesce(staged.{stamp}, '-infinity')
