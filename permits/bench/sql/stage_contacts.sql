DROP TABLE IF EXISTS staged_contacts;
CREATE TEMPORARY TABLE staged_contacts (
    contact_key text, permit_number text, role text, first_name text, last_name text,
    firm_name text, license1 text, sf_business_license_number text, firm_address text,
    agent_address text, from_date date
)
