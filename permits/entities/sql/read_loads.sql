-- The first load that may not be visible yet, and how many were removed. A load that is
-- running now commits later: the next build has to look at it.
SELECT
    coalesce(min(id) FILTER (WHERE status = 'running'), max(id) + 1, 0),
    count(*) FILTER (WHERE status = 'removed')
FROM loads
