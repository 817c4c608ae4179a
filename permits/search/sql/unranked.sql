    -- The matches behind those that are ranked.
    UNION ALL
    SELECT permit_number, filed_date, NULL
    FROM (SELECT * FROM hits_main OFFSET {ranked}) AS older
    UNION ALL
    SELECT permit_number, filed_date, NULL
    FROM (SELECT * FROM hits_recent OFFSET {ranked}) AS older
