"""One source record of each flat data set, with the city's field names and forms.

Every name, number and address is invented.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from permits.ingest.datasets import DATASETS
from permits.ingest.run import LoadResult, ingest
from permits.ingest.source import RawRow, RawTable

STAMPS = {
    "data_as_of": "2026-03-02T23:55:00.000",
    "data_loaded_at": "2026-03-03T03:32:03.000",
}
_SQUARE = (
    "((-122.42 37.75, -122.41 37.75, -122.41 37.76, -122.42 37.76, -122.42 37.75))"
)
_PLACE = {
    "block": "3616",
    "lot": "007",
    "street_number": "2500",
    "street_name": "Mission",
    "street_suffix": "St",
    "supervisor_district": "9",
    "point_source": "eas_address_point",
}
_POINT = "POINT (-122.41893 37.75615)"

ROWS: dict[str, dict[str, str]] = {
    "neighborhoods": {"the_geom": f"MULTIPOLYGON ({_SQUARE})", "nhood": "Sunset/Parkside"},
    "parcels": {
        "mapblklot": "3616007",
        "blklot": "3616007",
        "block_num": "3616",
        "lot_num": "007",
        "from_address_num": "2500",
        "to_address_num": "2502",
        "street_name": "MISSION",
        "street_type": "ST",
        "in_asr_secured_roll": "true",
        "pw_recorded_map": "false",
        "zoning_code": "NCT",
        "zoning_district": "MISSION STREET",
        "date_map_add": "1995-01-01T00:00:00.000",
        "active": "true",
        "centroid_latitude": "37.75615",
        "centroid_longitude": "-122.41893",
        "analysis_neighborhood": "Mission",
        **STAMPS,
    },
    "electrical_permits": {
        **_PLACE,
        "permit_number": "E202601230001",
        "application_creation_date": "2026-01-23T00:00:00.000",
        "description": "new 200 amp service",
        "status": "issued",
        "filed_date": "2026-01-23T00:00:00.000",
        "issued_date": "2026-01-24T00:00:00.000",
        "permit_valuation": "12000",
        "neighborhoods_analysis_boundaries": "Mission",
        "zip_code": "94110",
        "location": _POINT,
        **STAMPS,
    },
    "plumbing_permits": {
        **_PLACE,
        "permit_number": "PM20260123001",
        "application_date": "2026-01-23T00:00:00.000",
        "description": "replacefurnace.newflue",
        "status": "issued",
        "neighborhoods_analysis_boundaries": "Mission",
        "zipcode": "94110",
        "location": _POINT,
        **STAMPS,
    },
    "contacts": {
        "id": "771001",
        "permit_number": "202601230001",
        "first_name": "Ann",
        "last_name": "Example",
        "role": "contractor",
        "firm_name": "Example Builders",
        "firm_address": "1 Example St",
        "firm_zipcode": "94110-0000",
        "pts_agent_id": "990001",
        "from_date": "2026-01-23T00:00:00.000",
        "license1": "C10",
        "is_applicant": "Y",
        **STAMPS,
    },
    "electrical_contacts": {
        "permit_number": "E202601230001",
        "contact_type": "Contractor",
        "company_name": "Example Electric",
        "street_number": "12",
        "street": "09th",
        "street_suffix": "Av",
        "state": "CA",
        "zipcode": "94110",
        "phone": "4155550100",
        "license_number": "0123456",
        "is_applicant": "Y",
        **STAMPS,
    },
    "plumbing_contacts": {
        "permit_number": "PM20260123001",
        "firm_name": "Example Plumbing",
        "license_number": "765432",
        "address": "3 Example Way",
        "city": "San Francisco",
        "state": "CA",
        "zipcode": "94110",
        **STAMPS,
    },
    "addenda": {
        "primary_key": "202601230001_0_1",
        "application_number": "202601230001",
        "addenda_number": "0",
        "step": "1",
        "station": "BLDG",
        "arrive": "2026-01-24T00:00:00.000",
        "plan_checked_by": "EXAMPLE ANN",
        "department": "DBI",
        **STAMPS,
    },
    "inspections": {
        "reference_number": "202601230001",
        "reference_number_type": "permit",
        "block": "3616",
        "lot": "007",
        "street_number": "2500",
        "avs_street_name": "MISSION",
        "avs_street_sfx": "ST",
        "inspector": "Bo Sample",
        "scheduled_date": "2026-02-23T00:00:00.000",
        "code": "126",
        "inspection_description": "ROUGH FRAME",
        "zip_code": "94110",
        "point": _POINT,
        "analysis_neighborhood": "Mission",
        **STAMPS,
    },
    "complaints": {
        **_PLACE,
        "complaint_number": "202600001",
        "date_filed": "2026-01-23T00:00:00.000",
        "zip_code": "94110",
        "complaint_description": "work without permit",
        "status": "Active",
        "assigned_division": "Building Inspection Division",
        "analysis_neighborhood": "Mission",
        "point": _POINT,
        **STAMPS,
    },
    "violations": {
        **_PLACE,
        "complaint_number": "202600001",
        "item_sequence_number": "44811",
        "date_filed": "2026-01-23T00:00:00.000",
        "status": "Active",
        "nov_item_description": "remove the wall",
        "neighborhoods_analysis_boundaries": "Mission",
        "zipcode": "94110",
        "location": _POINT,
        **STAMPS,
    },
}  # fmt: skip


def row(dataset: str, **values: str) -> dict[str, str]:
    """The whole record, of which `values` are different."""
    fields = dict.fromkeys((column.field for column in DATASETS[dataset]), "")
    return fields | ROWS[dataset] | values


def load(
    dataset: str,
    *rows: dict[str, str],
    columns: Sequence[str] | None = None,
    source: Literal["csv", "soda", "sample"] = "csv",
) -> LoadResult:
    fields = tuple(columns or (column.field for column in DATASETS[dataset]))
    raw = (RawRow(n, [values[f] for f in fields]) for n, values in enumerate(rows, 2))
    table = RawTable(source, f"{dataset}.csv", fields, raw, partial=True)
    return ingest(dataset=dataset, table=table)


def held(dataset: str) -> list[dict[str, Any]]:
    """The data set's rows as they are in its table, by their database columns."""
    from django.db import connection

    entry = DATASETS[dataset]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {entry.table} ORDER BY {entry.key}")
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
    same = entry.constants.items()
    return [r for r in rows if all(r[name] == value for name, value in same)]


def all_of(rows: Iterable[dict[str, Any]], name: str) -> list[Any]:
    return [values[name] for values in rows]
