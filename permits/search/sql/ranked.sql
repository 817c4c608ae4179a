-- The newest {ranked} matches of each table, ranked. The vectors are fetched by place for
-- these alone. Followed by unranked.sql, where a page may get to the others, and closed.
ranked AS MATERIALIZED (
    SELECT newest.permit_number, newest.filed_date,
        (1000000 * ts_rank(permit_search.search_vector, {tsquery}))::bigint AS rank
    FROM (SELECT * FROM hits_main LIMIT {ranked}) AS newest
    JOIN permit_search ON permit_search.ctid = newest.place
    UNION ALL
    SELECT newest.permit_number, newest.filed_date,
        (1000000 * ts_rank(recent.search_vector, {tsquery}))::bigint
    FROM (SELECT * FROM hits_recent LIMIT {ranked}) AS newest
    JOIN permit_search_recent AS recent ON recent.ctid = newest.place
