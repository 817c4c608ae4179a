-- The pages of the sitemap as they are to be.
CREATE TEMPORARY TABLE next_sitemap_pages (
    name text,
    kind text,
    number integer,
    first_key text,
    last_key text,
    addresses integer
) ON COMMIT DROP
