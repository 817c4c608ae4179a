-- What is staged, into the contacts of building permits.
INSERT INTO contacts (
    contact_key, source, permit_number, role, first_name, last_name, firm_name, license1,
    sf_business_license_number, firm_address, agent_address, from_date, load_id
)
SELECT
    contact_key, '3pee-9qhc', permit_number, role, first_name, last_name, firm_name,
    license1, sf_business_license_number, firm_address, agent_address, from_date,
    (SELECT max(id) FROM loads)
FROM staged_contacts
ON CONFLICT (contact_key) DO UPDATE SET
    first_name = excluded.first_name,
    last_name = excluded.last_name,
    license1 = excluded.license1,
    sf_business_license_number = excluded.sf_business_license_number,
    load_id = excluded.load_id
