-- The newest matches, at most {cap} and one of each table, as the relation {name}.
--
-- permit_search is stored newest first, so a scan that stops at its limit has met the
-- newest matches without a sort. It is looked through in three windows, the newest
-- first: a common word fills the limit from the first one, at a tenth of the cost.
{name}_main AS MATERIALIZED (
    SELECT ctid AS place, {columns} FROM permit_search
    WHERE {conditions} AND tokens && '{w:0}'
    UNION ALL
    SELECT ctid, {columns} FROM permit_search
    WHERE {conditions} AND tokens && '{w:1}'
    UNION ALL
    SELECT ctid, {columns} FROM permit_search
    WHERE {conditions} AND tokens && '{w:2}'
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
