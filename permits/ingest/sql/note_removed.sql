-- What is about to be removed has to go from the search table, too.
INSERT INTO touched_permits SELECT {parent_key} FROM {parent}
