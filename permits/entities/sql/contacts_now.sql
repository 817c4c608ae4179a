-- The contacts to resolve, as they are at this moment, and a fingerprint of what is read
-- of each: where it is the same, nothing that matters here has changed.
--
-- Rows that name nobody and give no number stay unplaced. Plumbing contacts (k6kv-9kix)
-- have no role; the data set is of contractors. A contact without a date of its own
-- (all of the trades) takes the day its permit was filed.
SELECT *,
    hash_record_extended(
        ROW(
            permit_number, role, first_name, last_name, firm_name, license1,
            sf_business_license_number, firm_address, agent_address, day
        ), 0
    ) AS fingerprint
FROM (
    SELECT
        contacts.contact_key,
        contacts.permit_number,
        coalesce(
            contacts.role,
            CASE contacts.source WHEN 'k6kv-9kix' THEN 'contractor' END
        ) AS role,
        contacts.first_name,
        contacts.last_name,
        contacts.firm_name,
        contacts.license1,
        contacts.sf_business_license_number,
        contacts.firm_address,
        contacts.agent_address,
        coalesce(contacts.from_date, permits.filed_date, trades.day) AS day
    FROM contacts
    LEFT JOIN permits USING (permit_number)
    LEFT JOIN (
        SELECT permit_number, min(coalesce(filed_date, application_date)) AS day
        FROM trade_permits
        GROUP BY permit_number
    ) AS trades USING (permit_number)
    WHERE {scope}
        AND concat(
            contacts.first_name, contacts.last_name, contacts.firm_name,
            contacts.license1, contacts.sf_business_license_number
        ) ~ '\w'
) AS contact
