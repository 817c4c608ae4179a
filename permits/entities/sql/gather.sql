-- Everything after reads this copy, so that a load that commits meanwhile cannot mix two
-- states of the record.
CREATE TEMPORARY TABLE gathered ON COMMIT DROP AS {contacts}
