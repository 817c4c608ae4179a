"""Electrical (ftty-kx6y) and plumbing permits (a6aw-rudh): one table, by `trade`.

Neither set has a row key, and a permit may be listed at several addresses.
"""

from permits.ingest.datasets.shape import STAMPS, Address, Column, Dataset, Kind, RowKey

_T, _D = Kind.TEXT, Kind.DATE

_PLACE = (
    Column("block", "Block", _T),
    Column("lot", "Lot", _T),
    Column("street_number", "Street Number", _T),
    Column("street_number_suffix", "Street Number Suffix", _T),
    Column("street_name", "Street Name", _T),
    Column("street_suffix", "Street Suffix", _T),
    Column("unit", "Unit", _T),
    Column("unit_suffix", "Unit Suffix", _T),
)
_COURSE = (
    Column("description", "Description", _T),
    Column("status", "Status", _T),
    Column("filed_date", "Filed Date", _D, required=False),
    Column("issued_date", "Issued Date", _D, required=False),
    Column("completed_date", "Completed Date", _D, required=False),
)
_AREA = (
    Column(
        "neighborhoods_analysis_boundaries", "Neighborhoods - Analysis Boundaries", _T
    ),
    Column("supervisor_district", "Supervisor District", _T),
)
_POINT = (
    Column("location", "Location", Kind.POINT),
    Column("point_source", "point_source", _T, required=False),
)
_ROW_KEY = RowKey(
    ("trade", "permit_number", *(column.field for column in _PLACE)),
    hashed=True,
    numbered=True,
)
_ADDRESS = Address(
    number="street_number",
    number_suffix="street_number_suffix",
    street="street_name",
    street_suffix="street_suffix",
    unit="unit",
    unit_suffix="unit_suffix",
)

ELECTRICAL_PERMITS = Dataset(
    name="electrical_permits",
    id="ftty-kx6y",
    table="trade_permits",
    key="trade_permit_key",
    row_key=_ROW_KEY,
    constants={"trade": "electrical"},
    columns=(
        Column("permit_number", "Permit Number", _T),
        Column(
            "application_creation_date",
            "Application Creation Date",
            _D,
            to="application_date",
        ),
        *_PLACE,
        *_COURSE,
        Column("permit_valuation", "Permit Valuation", Kind.MONEY, required=False),
        *_AREA,
        Column("zip_code", "ZIP Code", _T, to="zipcode", also=("zipcode", "Zipcode")),
        *_POINT,
        *STAMPS,
    ),
    address=_ADDRESS,
    delta_fields=(
        *("application_creation_date", "filed_date", "issued_date"),
        "completed_date",
    ),
    expected_rows=344_000,
)

PLUMBING_PERMITS = Dataset(
    name="plumbing_permits",
    id="a6aw-rudh",
    table="trade_permits",
    key="trade_permit_key",
    row_key=_ROW_KEY,
    constants={"trade": "plumbing"},
    columns=(
        Column("permit_number", "Permit Number", _T),
        Column("application_date", "Application Date", _D),
        *_PLACE,
        *_COURSE,
        *_AREA,
        Column("zipcode", "Zipcode", _T, also=("zip_code", "ZIP Code")),
        *_POINT,
        *STAMPS,
    ),
    address=_ADDRESS,
    delta_fields=("application_date", "filed_date", "issued_date", "completed_date"),
    expected_rows=513_000,
)
