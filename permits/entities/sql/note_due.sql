-- Who is named on those permits: run before and after the entities are written, so that
-- every pair that was or will be is counted anew.
INSERT INTO relationships_due (permit_number, entity_id)
SELECT DISTINCT permit_number, entity_id
FROM entity_contacts
JOIN due USING (permit_number)
ON CONFLICT DO NOTHING
