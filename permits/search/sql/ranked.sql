-- Every match, ranked if it is among the newest {ranked} of its table. The vectors are
-- fetched by place for these alone.
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
    UNION ALL
    SELECT permit_number, filed_date, NULL
    FROM (SELECT * FROM hits_main OFFSET {ranked}) AS older
    UNION ALL
    SELECT permit_number, filed_date, NULL
    FROM (SELECT * FROM hits_recent OFFSET {ranked}) AS older
)
