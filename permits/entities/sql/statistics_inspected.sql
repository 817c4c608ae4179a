-- On how many of an entity's permits each inspector is recorded, and of how many any is.
--
-- A permit counts once for an inspector, however often that one came.
CREATE TEMPORARY TABLE inspected ON COMMIT DROP AS
WITH visits AS (
    SELECT DISTINCT
        named.entity_id, named.permit_number, btrim(inspections.inspector) AS inspector
    FROM named
    JOIN inspections ON inspections.reference_number = named.permit_number
    WHERE lower(btrim(inspections.reference_number_type)) = 'permit'
        AND btrim(inspections.inspector) <> ''
),
each_one AS (
    SELECT entity_id, inspector, count(*) AS permits
    FROM visits
    GROUP BY entity_id, inspector
),
top AS (
    SELECT DISTINCT ON (entity_id) entity_id, inspector, permits
    FROM each_one
    ORDER BY entity_id, permits DESC, inspector COLLATE "C"
),
total AS (
    SELECT entity_id, count(DISTINCT permit_number) AS permits
    FROM visits
    GROUP BY entity_id
)
SELECT
    entity_id,
    total.permits::integer AS permits,
    top.inspector AS top_inspector,
    top.permits::integer AS top_permits
FROM total
JOIN top USING (entity_id)
