SELECT id FROM touched
UNION
SELECT entity_id FROM relationships_due JOIN due USING (permit_number)
