-- The columns of permits.entities.contacts.Contact, in its order. The day is counted as
-- Python does: 1 is 1 January of the year 1.
COPY (
    SELECT
        contact_key,
        coalesce(permit_number, ''),
        coalesce(role, ''),
        coalesce(first_name, ''),
        coalesce(last_name, ''),
        coalesce(firm_name, ''),
        coalesce(license1, ''),
        coalesce(sf_business_license_number, ''),
        coalesce(firm_address, ''),
        coalesce(agent_address, ''),
        coalesce(day - date '0001-01-01' + 1, 0)
    FROM gathered
    WHERE {scope}
) TO STDOUT
