-- The ways an entity's contacts are written, the commonest first, with one permit each.
CREATE TEMPORARY TABLE written ON COMMIT DROP AS
WITH ways AS (
    SELECT
        placed.entity_id,
        contacts.first_name,
        contacts.last_name,
        contacts.firm_name,
        contacts.license1,
        contacts.sf_business_license_number AS business,
        count(*) AS contacts,
        max(contacts.permit_number) AS permit
    FROM entity_contacts AS placed
    JOIN contacts USING (contact_key)
    WHERE {scope}
    GROUP BY 1, 2, 3, 4, 5, 6
),
placed_ways AS (
    SELECT *,
        row_number() OVER (
            PARTITION BY entity_id
            ORDER BY contacts DESC, permit DESC NULLS LAST,
                concat_ws(
                    '|', first_name, last_name, firm_name, license1, business
                ) COLLATE "C"
        ) AS place
    FROM ways
)
SELECT
    entity_id,
    count(*)::integer AS count,
    jsonb_agg(
        jsonb_strip_nulls(to_jsonb(placed_ways) - 'entity_id' - 'place')
        ORDER BY place
    ) FILTER (WHERE place <= {most_writings}) AS writings
FROM placed_ways
GROUP BY entity_id
