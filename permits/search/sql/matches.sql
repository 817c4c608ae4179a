-- The newest matches, at most {cap} and one of each table, as the relation {name}.
--
-- permit_search is stored newest first, so a scan that stops at its limit has met the
-- newest matches without a sort. The rows of it are of one scan, or one a window.
{name}_main AS MATERIALIZED (
    {main}
    LIMIT {cap} + 1
),
{name}_recent AS MATERIALIZED (
    SELECT ctid AS place, {columns} FROM permit_search_recent
    WHERE {conditions}
    LIMIT {cap} + 1
),
{name} AS NOT MATERIALIZED (
    SELECT * FROM {name}_main
    UNION ALL
    SELECT * FROM {name}_recent
)
