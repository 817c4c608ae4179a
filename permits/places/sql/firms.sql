-- The firms named on most of the building permits filed lately, in each neighborhood.
--
-- A permit counts once for a firm, however many contacts of it the permit names.
CREATE TEMPORARY TABLE busiest_firms ON COMMIT DROP AS
WITH named AS (
    SELECT DISTINCT scoped.slug, placed.entity_id, scoped.permit_number
    FROM scoped_permits AS scoped
    JOIN contacts USING (permit_number)
    JOIN entity_contacts AS placed USING (contact_key)
    WHERE scoped.is_late
),
counted AS (
    SELECT slug, entity_id, count(*) AS permits
    FROM named
    GROUP BY slug, entity_id
),
ranked AS (
    SELECT
        counted.slug,
        entities.id,
        entities.name,
        counted.permits,
        row_number() OVER (
            PARTITION BY counted.slug ORDER BY counted.permits DESC, entities.id
        ) AS place
    FROM counted
    JOIN entities ON entities.id = counted.entity_id
    WHERE entities.kind = 'firm' AND entities.name IS NOT NULL
)
SELECT slug, jsonb_agg(jsonb_build_array(id, name, permits) ORDER BY place) AS firms
FROM ranked
WHERE place <= {most}
GROUP BY slug
