"""A data set of one flat table needs an entry and a table, and no code."""

import dataclasses
from collections.abc import Iterator

import pytest
from django.db import connection

from permits.ingest import datasets, run
from permits.ingest.datasets import Column, Dataset, Kind
from permits.ingest.source import RawRow, RawTable
from permits.models import Load

pytestmark = pytest.mark.django_db(transaction=True)

COMPLAINTS = Dataset(
    name="made_up_complaints",
    id="abcd-1234",
    table="made_up_complaints",
    key="complaint_number",
    columns=(
        Column("complaint_number", "Complaint Number", Kind.TEXT),
        Column("date_filed", "Date Filed", Kind.DATE),
        Column("point", "Location", Kind.POINT),
        Column("data_as_of", "Data As Of", Kind.TIMESTAMP),
    ),
    delta_fields=("date_filed",),
    expected_rows=10,
    stamps=("data_as_of",),
)
NO_STAMPS = dataclasses.replace(COMPLAINTS, columns=COMPLAINTS.columns[:3], stamps=())


@pytest.fixture(autouse=True)
def _table(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE made_up_complaints (complaint_number text PRIMARY KEY,"
            " date_filed date, latitude double precision, longitude double precision,"
            " data_as_of timestamptz, unparsed jsonb, load_id bigint)"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE made_up_complaints")


def _load(
    monkeypatch: pytest.MonkeyPatch, dataset: Dataset, *rows: list[str]
) -> run.LoadResult:
    monkeypatch.setattr(run, "DATASETS", {dataset.name: dataset})
    columns = tuple(column.field for column in dataset)
    raw = (RawRow(n, row[: len(columns)]) for n, row in enumerate(rows))
    table = RawTable("csv", "complaints.csv", columns, raw)
    return run.ingest(dataset=dataset.name, table=table)


@pytest.mark.parametrize(
    "dataset", [COMPLAINTS, NO_STAMPS], ids=["stamped", "unstamped"]
)
def test_a_flat_data_set(monkeypatch: pytest.MonkeyPatch, dataset: Dataset) -> None:
    assert dataset.name not in datasets.DATASETS
    one = ["1", "2024-01-01", "POINT (-122.4 37.7)", "2024-03-01"]
    two = ["2", "someday", "", "2024-03-01"]
    first = _load(monkeypatch, dataset, one, two)
    assert (first.rows_inserted, first.rows_changed) == (2, 0)
    again = _load(monkeypatch, dataset, one, two)
    assert (again.rows_inserted, again.rows_unchanged) == (0, 2)
    moved = _load(
        monkeypatch, dataset, ["1", "2024-01-02", *one[2:]], ["3", "", "", ""]
    )
    assert (moved.rows_inserted, moved.rows_changed) == (1, 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT complaint_number, date_filed::text, latitude, unparsed FROM made_up_complaints ORDER BY 1"
        )
        assert cursor.fetchall() == [
            ("1", "2024-01-02", 37.7, None),
            ("2", None, None, '{"date_filed": "someday"}'),
            ("3", None, None, None),
        ]
    assert Load.objects.filter(dataset=dataset.name, status="succeeded").count() == 3


def test_a_record_twice_in_an_unstamped_source_counts_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = ["1", "2024-01-01", ""], ["1", "2024-01-02", ""]
    result = _load(monkeypatch, NO_STAMPS, *rows)
    assert (result.rows_inserted, result.rows_unchanged) == (1, 1)
