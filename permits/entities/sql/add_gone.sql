-- An entity may have lost all of its contacts: nothing was decided about it.
INSERT INTO touched
SELECT DISTINCT held_id FROM changed WHERE held_id IS NOT NULL
EXCEPT SELECT id FROM touched
