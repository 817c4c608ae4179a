"""Who was named on a permit: three data sets of one table, `contacts`.

`pts_agent_id` of 3pee-9qhc is another on every row and `id` is one a permit: neither
says who somebody is. The two sets of the trades have no row key at all.
"""

from permits.ingest.datasets.shape import STAMPS, Address, Column, Dataset, Kind, RowKey

_T, _N, _D = Kind.TEXT, Kind.NUMERAL, Kind.DATE

CONTACTS = Dataset(
    name="contacts",
    id="3pee-9qhc",
    table="contacts",
    key="contact_key",
    row_key=RowKey(("source", "pts_agent_id")),
    constants={"source": "3pee-9qhc"},
    columns=(
        Column("id", "ID", _N),
        Column("permit_number", "Permit Number", _T),
        Column("first_name", "First Name", _T),
        Column("last_name", "Last Name", _T),
        Column("role", "Role", _T),
        Column("agent_address", "Agent Address", _T),
        Column("agent_address2", "Agent Address2", _T),
        Column("city", "City", _T),
        Column("state", "State", _T),
        Column("agent_zipcode", "Agent Zipcode", _T),
        Column("firm_name", "Firm Name", _T),
        Column("firm_address", "Firm Address", _T),
        Column("firm_city", "Firm City", _T),
        Column("firm_state", "Firm State", _T),
        Column("firm_zipcode", "Firm Zipcode", _T),
        Column("pts_agent_id", "PTS Agent ID", _N),
        Column("from_date", "From Date", _D),
        Column("to_date", "To Date", _D),
        Column("license1", "License1", _T),
        Column("license2", "License2", _T),
        Column("is_applicant", "Is Applicant", _T),
        Column("sf_business_license_number", "SF Business License Number", _T),
        *STAMPS,
    ),
    delta_fields=("from_date", "to_date"),
    expected_rows=1_030_000,
)

ELECTRICAL_CONTACTS = Dataset(
    name="electrical_contacts",
    id="fdm7-jqqf",
    table="contacts",
    key="contact_key",
    row_key=RowKey(
        ("source", "permit_number", "role", "firm_name", "license1"),
        hashed=True,
        numbered=True,
    ),
    constants={"source": "fdm7-jqqf"},
    columns=(
        Column("permit_number", "Permit Number", _T),
        Column("contact_type", "Contact Type", _T, to="role"),
        Column("company_name", "Company Name", _T, to="firm_name"),
        Column("street_number", "Street Number", _T),
        Column("street", "Street", _T),
        Column("street_suffix", "Street Suffix", _T),
        Column("state", "State", _T, to="firm_state"),
        Column("zipcode", "Zipcode", _T, to="firm_zipcode"),
        Column("phone", "Phone", _T),
        Column("phone2", "Phone2", _T),
        Column("license_number", "License Number", _T, to="license1"),
        Column("is_applicant", "Is Applicant", _T),
        Column("sf_business_license_number", "SF Business License Number", _T),
        *STAMPS,
    ),
    address=Address(
        number="street_number",
        number_suffix="",
        street="street",
        street_suffix="street_suffix",
        unit="",
        unit_suffix="",
        to="firm_address",
    ),
    expected_rows=340_000,
)

PLUMBING_CONTACTS = Dataset(
    name="plumbing_contacts",
    id="k6kv-9kix",
    table="contacts",
    key="contact_key",
    row_key=RowKey(
        ("source", "permit_number", "firm_name", "license1"),
        hashed=True,
        numbered=True,
    ),
    constants={"source": "k6kv-9kix"},
    columns=(
        Column("permit_number", "Permit Number", _T),
        Column("firm_name", "Firm Name", _T),
        Column("license_number", "License Number", _T, to="license1"),
        Column("address", "Address", _T, to="firm_address"),
        Column("city", "City", _T, to="firm_city"),
        Column("state", "State", _T, to="firm_state"),
        Column("phone", "Phone", _T),
        Column("zipcode", "Zipcode", _T, to="firm_zipcode"),
        Column("is_applicant", "Is Applicant", _T),
        Column("sf_business_license_number", "SF Business License Number", _T),
        *STAMPS,
    ),
    expected_rows=503_000,
)
