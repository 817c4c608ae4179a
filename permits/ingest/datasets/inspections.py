"""Inspections (vckc-dh2h), of a permit or of a complaint. They have no row key."""

from permits.ingest.datasets.shape import STAMPS, Column, Dataset, Kind, RowKey

_T, _D = Kind.TEXT, Kind.DATE

INSPECTIONS = Dataset(
    name="inspections",
    id="vckc-dh2h",
    table="inspections",
    key="inspection_key",
    # What was asked for, and for which day; the outcome is no part of it.
    row_key=RowKey(
        (
            *("reference_number", "reference_number_type", "scheduled_date"),
            *("code", "inspection_description", "request_date"),
        ),
        hashed=True,
        numbered=True,
    ),
    columns=(
        Column("reference_number", "Reference Number", _T),
        Column("reference_number_type", "Reference Number Type", _T),
        Column("block", "Block", _T),
        Column("lot", "Lot", _T),
        Column("street_number", "Street Number", _T),
        Column("avs_street_name", "AVS Street Name", _T),
        Column("avs_street_sfx", "AVS Street Sfx", _T),
        Column("bid_district", "BID District", _T),
        Column("inspector_district", "Inspector District", _T),
        Column("inspector", "Inspector", _T),
        Column("ampm", "AMPM", _T),
        Column("scheduled_date", "Scheduled Date", _D),
        Column("appointment_date", "Appointment Date", _D),
        Column("request_date", "Request Date", _D),
        Column("request_taken_by", "Request Taken By", _T),
        Column("request_taken_date", "Request Taken Date", _D),
        Column("code", "Code", _T),
        Column("inspection_description", "Inspection Description", _T),
        Column("result", "Result", _T),
        Column("parcel_number", "Parcel Number", _T),
        Column("eas_baseid", "EAS BaseID", Kind.NUMERAL),
        Column("point_source", "point_source", _T),
        Column("zip_code", "ZIP Code", _T, to="zipcode", also=("zipcode", "Zipcode")),
        Column(
            "point", "point", Kind.POINT, to="location", also=("location", "Location")
        ),
        Column("supervisor_district", "Supervisor District", _T),
        Column(
            "analysis_neighborhood",
            "Analysis Neighborhood",
            _T,
            to="neighborhoods_analysis_boundaries",
            also=(
                "neighborhoods_analysis_boundaries",
                "Neighborhoods - Analysis Boundaries",
            ),
        ),
        *STAMPS,
    ),
    delta_fields=("scheduled_date",),
    expected_rows=703_000,
)
