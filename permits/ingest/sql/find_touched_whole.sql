-- All of them are new.
INSERT INTO touched_permits SELECT {parent_key} FROM staged
