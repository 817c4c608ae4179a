"""Source records for tests: a whole permit row, of which each test changes what matters."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Literal

from permits.ingest.datasets import PERMITS
from permits.ingest.run import LoadResult, ingest
from permits.ingest.source import RawRow, RawTable

COLUMNS = tuple(column.field for column in PERMITS)
RECORD = dict.fromkeys(COLUMNS, "") | {
    "permit_number": "201807124213",
    "permit_type": "8",
    "permit_type_definition": "otc alterations permit",
    "permit_creation_date": "2018-07-12T00:00:00.000",
    "block": "3520",
    "lot": "064",
    "street_number": "2500",
    "street_name": "Mission",
    "street_suffix": "St",
    "description": "replace kitchen cabinets",
    "status": "issued",
    "status_date": "2018-07-13T09:30:00.000",
    "filed_date": "2018-07-12T08:00:00.000",
    "issued_date": "2018-07-13T09:30:00.000",
    "estimated_cost": "15000",
    "primary_address_flag": "Y",
    "zipcode": "94110",
    "location": "POINT (-122.41893 37.75615)",
    "record_id": "1000000001",
    "data_as_of": "2024-03-02T23:55:00.000",
    "data_loaded_at": "2024-03-03T03:32:03.000",
}


def record(**values: str) -> dict[str, str]:
    return RECORD | values


def many(number: int, **values: str) -> list[dict[str, str]]:
    """Records of as many permits."""
    return [
        record(permit_number=f"2018{n:08}", record_id=f"9{n:09}", **values)
        for n in range(number)
    ]


def table(
    records: Iterable[dict[str, str]],
    *,
    columns: Sequence[str] = COLUMNS,
    source: Literal["csv", "soda", "sample"] = "csv",
    origin: str = "permits.csv",
    partial: bool = False,
) -> RawTable:
    rows = (
        RawRow(line, [values[column] for column in columns])
        for line, values in enumerate(records, start=2)
    )
    return RawTable(
        source=source,
        origin=origin,
        columns=tuple(columns),
        rows=rows,
        partial=partial,
    )


def load(*records: dict[str, str], **options: str) -> LoadResult:
    return ingest(dataset="permits", table=table(records, partial=True))


def csv_text(
    records: Iterable[dict[str, str]], columns: Sequence[str] = COLUMNS
) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()
