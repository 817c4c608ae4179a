"""Building permits (i98e-djp9): the city repeats one once for each of its addresses."""

from permits.ingest.datasets.shape import Address, Column, Dataset, Kind, Parent

_K = Kind

_ADDRESS_FIELDS = (
    *("block", "lot", "street_number", "street_number_suffix", "street_name"),
    *("street_suffix", "unit", "unit_suffix", "zipcode", "supervisor_district"),
    *("neighborhoods_analysis_boundaries", "point_source"),
)

_PERMIT_COLUMNS = (
    Column("permit_number", "Permit Number", _K.TEXT),
    Column("permit_type", "Permit Type", _K.SMALLINT),
    Column("permit_type_definition", "Permit Type Definition", _K.TEXT),
    Column("permit_creation_date", "Permit Creation Date", _K.DATE),
    Column("block", "Block", _K.TEXT),
    Column("lot", "Lot", _K.TEXT),
    Column("street_number", "Street Number", _K.TEXT),
    Column("street_number_suffix", "Street Number Suffix", _K.TEXT),
    Column("street_name", "Street Name", _K.TEXT),
    Column("street_suffix", "Street Suffix", _K.TEXT),
    Column("unit", "Unit", _K.TEXT),
    Column("unit_suffix", "Unit Suffix", _K.TEXT),
    Column("description", "Description", _K.TEXT),
    Column("status", "Current Status", _K.TEXT),
    Column("status_date", "Current Status Date", _K.DATE),
    Column("filed_date", "Filed Date", _K.DATE),
    Column("approved_date", "Approved Date", _K.DATE, required=False),
    Column("issued_date", "Issued Date", _K.DATE),
    Column("completed_date", "Completed Date", _K.DATE),
    Column(
        "first_construction_document_date", "First Construction Document Date", _K.DATE
    ),
    Column("permit_expiration_date", "Permit Expiration Date", _K.DATE, required=False),
    Column("structural_notification", "Structural Notification", _K.TEXT),
    Column("number_of_existing_stories", "Number of Existing Stories", _K.INTEGER),
    Column("number_of_proposed_stories", "Number of Proposed Stories", _K.INTEGER),
    Column("voluntary_soft_story_retrofit", "Voluntary Soft-Story Retrofit", _K.TEXT),
    Column("fire_only_permit", "Fire Only Permit", _K.TEXT),
    Column("estimated_cost", "Estimated Cost", _K.MONEY),
    Column("revised_cost", "Revised Cost", _K.MONEY),
    Column("existing_use", "Existing Use", _K.TEXT),
    Column("existing_units", "Existing Units", _K.INTEGER),
    Column("proposed_use", "Proposed Use", _K.TEXT),
    Column("proposed_units", "Proposed Units", _K.INTEGER),
    Column("plansets", "Plansets", _K.INTEGER),
    Column("tidf_compliance", "TIDF Compliance", _K.TEXT),
    Column("existing_occupancy", "Existing Occupancy", _K.TEXT),
    Column("proposed_occupancy", "Proposed Occupancy", _K.TEXT),
    Column("existing_construction_type", "Existing Construction Type", _K.TEXT),
    Column(
        "existing_construction_type_description",
        "Existing Construction Type Description",
        _K.TEXT,
    ),
    Column("proposed_construction_type", "Proposed Construction Type", _K.TEXT),
    Column(
        "proposed_construction_type_description",
        "Proposed Construction Type Description",
        _K.TEXT,
    ),
    Column("site_permit", "Site Permit", _K.TEXT),
    Column("last_permit_activity_date", "Last Permit Activity Date", _K.DATE),
    Column("application_submission_method", "Application Submission Method", _K.TEXT),
    Column("adu", "ADU", _K.TEXT),
    Column("reroof", "Reroof", _K.TEXT, required=False),
    Column("primary_address_flag", "Primary Address Flag", _K.TEXT),
    Column("supervisor_district", "Supervisor District", _K.TEXT),
    Column(
        "neighborhoods_analysis_boundaries",
        "Neighborhoods - Analysis Boundaries",
        _K.TEXT,
    ),
    Column("zipcode", "Zipcode", _K.TEXT),
    Column("location", "Location", _K.POINT),
    Column("point_source", "Point Source", _K.TEXT),
    Column("record_id", "Record ID", _K.NUMERAL),
    Column("data_as_of", "Data As Of", _K.TIMESTAMP),
    Column("data_loaded_at", "Data Loaded At", _K.TIMESTAMP),
)

_NOT_THE_PERMITS_OWN = {
    *_ADDRESS_FIELDS,
    *("location", "permit_number", "primary_address_flag", "record_id"),
    *("data_as_of", "data_loaded_at"),
}

PERMITS = Dataset(
    name="permits",
    id="i98e-djp9",
    table="permit_locations",
    key="record_id",
    columns=_PERMIT_COLUMNS,
    delta_fields=("status_date",),
    expected_rows=1_290_000,
    address=Address(
        number="street_number",
        number_suffix="street_number_suffix",
        street="street_name",
        street_suffix="street_suffix",
        unit="unit",
        unit_suffix="unit_suffix",
    ),
    parent=Parent(
        table="permits",
        key="permit_number",
        columns=frozenset(column.field for column in _PERMIT_COLUMNS)
        - _NOT_THE_PERMITS_OWN,
        shared=("address", *_ADDRESS_FIELDS, "latitude", "longitude"),
        primary_flag="primary_address_flag",
        latest=("data_as_of", "status_date"),
    ),
    changes="permit_changes",
    searched=True,
    leads=True,
)
