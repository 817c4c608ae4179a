-- Which of the assessor's blocks each street borders: how an intersection is found.
INSERT INTO street_blocks (street, block)
SELECT DISTINCT
    regexp_replace(
        ltrim(regexp_replace(lower(street_name), '\msaint\M', 'st'), '0'),
        '[^a-z0-9]+', '', 'g'
    ),
    block
FROM permit_locations
{scope}
ON CONFLICT DO NOTHING
