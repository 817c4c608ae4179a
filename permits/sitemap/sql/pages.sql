-- The keys of one kind in the order of their index, cut into pages of so many.
INSERT INTO next_sitemap_pages
SELECT {kind} || '-' || number, {kind}, number, min(key)::text, max(key)::text, count(*)
FROM (
    SELECT {key} AS key, (row_number() OVER (ORDER BY {key}) - 1) / {most} + 1 AS number
    FROM {table}
    WHERE {least}
) AS numbered
GROUP BY number
