"""Complaints (gm2e-bten) and the notices of violation that follow (nbtm-fbw5).

The two sets spell the same things differently (`zip_code`, `zipcode`); our tables use
the spelling of the permits' table for both.
"""

from permits.ingest.datasets.shape import STAMPS, Column, Dataset, Kind, RowKey

_T, _D = Kind.TEXT, Kind.DATE

COMPLAINTS = Dataset(
    name="complaints",
    id="gm2e-bten",
    table="complaints",
    key="complaint_number",
    columns=(
        Column("complaint_number", "Complaint Number", _T),
        Column("date_filed", "Date Filed", _D),
        Column("date_1st_nov_issued", "Date 1st NOV Issued", _D),
        Column("date_2nd_nov_issued", "Date 2nd NOV Issued", _D),
        Column(
            "date_final_warning_letter_issued",
            "Date Final Warning Letter Issued",
            _D,
            required=False,
        ),
        Column("date_referred_to_city_attorney", "Date Referred to City Attorney", _D),
        Column("director_hearing_date", "Director Hearing Date", _D),
        Column("last_inspection_date", "Last Inspection Date", _D),
        Column("date_abated", "Date Abated", _D),
        Column("closed_date", "Closed Date", _D),
        Column("block", "Block", _T),
        Column("lot", "Lot", _T),
        Column("parcel_number", "Parcel Number", _T, required=False),
        Column("street_number", "Street Number", _T),
        Column("street_name", "Street Name", _T),
        Column("street_suffix", "Street Suffix", _T),
        Column("unit", "Unit", _T),
        Column("zip_code", "ZIP Code", _T, to="zipcode", also=("zipcode", "Zipcode")),
        Column("complaint_description", "Complaint Description", _T),
        Column("status", "Status", _T),
        Column("nov_type", "NOV Type", _T),
        Column("receiving_division", "Receiving Division", _T),
        Column("assigned_division", "Assigned Division", _T),
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
        Column("supervisor_district", "Supervisor District", _T),
        Column(
            "point", "point", Kind.POINT, to="location", also=("location", "Location")
        ),
        Column("point_source", "point_source", _T, required=False),
        *STAMPS,
    ),
    delta_fields=(
        *("date_filed", "date_1st_nov_issued", "date_2nd_nov_issued"),
        *("date_final_warning_letter_issued", "date_referred_to_city_attorney"),
        *("director_hearing_date", "last_inspection_date", "date_abated"),
        "closed_date",
    ),
    expected_rows=334_000,
)

VIOLATIONS = Dataset(
    name="violations",
    id="nbtm-fbw5",
    table="violations",
    key="violation_key",
    row_key=RowKey(("complaint_number", "item_sequence_number"), numbered=True),
    columns=(
        Column("complaint_number", "Complaint Number", _T),
        Column("item_sequence_number", "Item Sequence Number", Kind.NUMERAL),
        Column("date_filed", "Date Filed", _D),
        Column("block", "Block", _T),
        Column("lot", "Lot", _T),
        Column("street_number", "Street Number", _T),
        Column("street_name", "Street Name", _T),
        Column("street_suffix", "Street Suffix", _T),
        Column("unit", "Unit", _T),
        Column("status", "Status", _T),
        Column("receiving_division", "Receiving Division", _T),
        Column("assigned_division", "Assigned Division", _T),
        Column("nov_category_description", "NOV Category Description", _T),
        Column("item", "Item", _T),
        Column("nov_item_description", "NOV Item Description", _T),
        Column(
            "neighborhoods_analysis_boundaries",
            "Neighborhoods - Analysis Boundaries",
            _T,
            also=("analysis_neighborhood", "Analysis Neighborhood"),
        ),
        Column("supervisor_district", "Supervisor District", _T),
        Column("zipcode", "Zipcode", _T, also=("zip_code", "ZIP Code")),
        Column("location", "Location", Kind.POINT, also=("point",)),
        Column("point_source", "point_source", _T, required=False),
        Column("work_without_permit", "Work Without Permit", _T, required=False),
        Column(
            "additional_work_beyond_permit",
            "Additional Work beyond Permit",
            _T,
            required=False,
        ),
        Column("expired_permit", "Expired Permit", _T, required=False),
        Column("cancelled_permit", "Cancelled Permit", _T, required=False),
        Column("unsafe_building", "Unsafe Building", _T, required=False),
        Column("code_violation_desc", "Code Violation Description", _T, required=False),
        *STAMPS,
    ),
    # Its only date is the complaint's: a status that changed later shows nowhere.
    delta_fields=(),
    expected_rows=516_000,
)
