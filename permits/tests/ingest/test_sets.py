"""Every flat data set: both of its forms, twice, what changes, and the known traps."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from ops.breaker import Breaker
from permits.ingest import csv_file, geojson_file, soda
from permits.ingest.datasets import DATASETS, NEIGHBORHOODS, Column, Dataset, Kind
from permits.ingest.run import LoadError, LoadResult, ingest
from permits.models import Contact, Load, Neighborhood, RoutingStep, Violation
from permits.models.neighborhood import slug_of
from permits.tests.ingest import soda_server
from permits.tests.ingest.records import csv_text
from permits.tests.ingest.source_rows import ROWS, all_of, held, load, row

pytestmark = pytest.mark.django_db(transaction=True)
every = pytest.mark.parametrize("name", ROWS)


def _counts(result: LoadResult) -> tuple[int, int, int]:
    return result.rows_inserted, result.rows_changed, result.rows_unchanged


def _facts(name: str) -> list[dict[str, Any]]:
    return [
        {key: value for key, value in held_row.items() if key != "load_id"}
        for held_row in held(name)
    ]


def _from_soda(name: str, rows: list[dict[str, str]]) -> LoadResult:
    entry = DATASETS[name]
    with soda_server.serving(rows, entry) as server:
        client = soda.Client(base_url=server.url, breaker=Breaker())
        with client:
            return ingest(dataset=name, table=client.open_table(entry, soda.Query()))


def _filled(entry: Dataset, day: str = "2026-02-03T00:00:00.000") -> dict[str, str]:
    """A record with something in every column."""
    texts = {Kind.DATE: day, Kind.TIMESTAMP: day, Kind.BOOLEAN: "true"}

    def text(column: Column) -> str:
        own = ROWS[entry.name].get(column.field, "")
        return own or texts.get(column.kind, "7")

    return {column.field: text(column) for column in entry}


@every
def test_a_file_twice(name: str, tmp_path: Path) -> None:
    entry = DATASETS[name]
    path = tmp_path / f"{name}.csv"
    path.write_text(csv_text([row(name)], [column.field for column in entry]))
    first = ingest(dataset=name, table=csv_file.open_table(path, entry))
    assert _counts(first) == (1, 0, 0)
    before = held(name)
    again = ingest(dataset=name, table=csv_file.open_table(path, entry))
    assert _counts(again) == (0, 0, 1)
    assert held(name) == before
    assert before[0]["unparsed"] is None


@every
def test_the_api_gives_the_same_rows_as_the_file(name: str) -> None:
    load(name, row(name))
    before = held(name)
    assert _counts(_from_soda(name, [row(name)])) == (0, 0, 1)
    assert held(name) == before


@every
def test_the_portals_headers_and_dates(name: str, tmp_path: Path) -> None:
    load(name, row(name))
    entry = DATASETS[name]
    path = tmp_path / "export.csv"
    titles = {column.header: row(name)[column.field] for column in entry}
    for column in entry:
        if column.kind in {Kind.DATE, Kind.TIMESTAMP} and titles[column.header]:
            moment = dt.datetime.fromisoformat(titles[column.header])
            titles[column.header] = f"{moment:%m/%d/%Y %I:%M:%S %p}"
    path.write_text(csv_text([titles], list(titles)))
    result = ingest(dataset=name, table=csv_file.open_table(path, entry))
    assert _counts(result) == (0, 0, 1)


@every
def test_every_column_is_loaded(name: str) -> None:
    entry = DATASETS[name]
    load(name, _filled(entry))
    (found,) = held(name)
    empty = {key for key, value in found.items() if value is None}
    assert found["unparsed"] is None
    filled = {column.name for column in entry} | {entry.key, *entry.constants}
    if entry.address:
        filled.add(entry.address.to)
    assert not empty & filled
    assert "latitude" not in empty or entry.table in {"addenda", "contacts"}


CHANGES = {
    "neighborhoods": {"the_geom": ""},
    "parcels": {"zoning_code": "RH-1"},
    "electrical_permits": {"status": "complete"},
    "plumbing_permits": {"status": "complete"},
    "contacts": {"license1": "C-20"},
    "electrical_contacts": {"phone": "4155550199"},
    "plumbing_contacts": {"address": "4 Example Way"},
    "addenda": {"finish_date": "2026-02-01T00:00:00.000"},
    "inspections": {"result": "PASSED"},
    "complaints": {"status": "Not Active"},
    "violations": {"status": "Not Active"},
}


@every
def test_a_change_keeps_the_row(name: str) -> None:
    load(name, row(name))
    (before,) = _facts(name)
    assert _counts(load(name, row(name, **CHANGES[name]))) == (0, 1, 0)
    (after,) = _facts(name)
    assert before != after
    assert before[DATASETS[name].key] == after[DATASETS[name].key]


DATED = [n for n in ROWS if any(c.kind is Kind.DATE for c in DATASETS[n])]


@pytest.mark.parametrize("name", DATED)
@pytest.mark.parametrize("year", [1721, 2205])
def test_impossible_years_are_not_recorded_and_kept_as_text(
    name: str, year: int
) -> None:
    raw = f"{year}-05-06T00:00:00.000"
    dates = [column for column in DATASETS[name] if column.kind is Kind.DATE]
    load(name, row(name, **{column.field: raw for column in dates}))
    (found,) = held(name)
    assert {found[column.name] for column in dates} == {None}
    unparsed = found["unparsed"]
    kept = json.loads(unparsed) if isinstance(unparsed, str) else unparsed
    assert kept == {column.name: raw for column in dates}
    assert Load.objects.get().values_unparsed == len(dates)


TABLES = {
    "contacts": ("contacts", "electrical_contacts", "plumbing_contacts"),
    "trade_permits": ("electrical_permits", "plumbing_permits"),
}


@pytest.mark.parametrize("table", TABLES)
def test_sets_of_one_table_leave_each_other_alone(table: str) -> None:
    names = TABLES[table]
    for name in names:
        assert _counts(load(name, row(name), source="sample")) == (1, 0, 0)
    for name in names:
        others = [_facts(other) for other in names if other != name]
        # The city's first load removes this set's sample, and no other.
        assert _counts(load(name, row(name, permit_number="X1"))) == (1, 0, 0)
        assert all_of(held(name), "permit_number") == ["X1"]
        assert others == [_facts(other) for other in names if other != name]


def test_two_sets_of_one_table_do_not_load_at_once() -> None:
    import psycopg

    url = connection.get_connection_params()
    keys = ("host", "port", "dbname", "user", "password")
    with psycopg.connect(**{k: v for k, v in url.items() if k in keys}) as other:
        other.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('sfpermits.ingest.contacts', 0))"
        )
        with pytest.raises(LoadError, match="Another load of contacts is running"):
            load("plumbing_contacts", row("plumbing_contacts"))


def test_a_contact_is_neither_its_permits_id_nor_shared_by_agent_id() -> None:
    load(
        "contacts",
        row("contacts", pts_agent_id="1"),
        row("contacts", pts_agent_id="2"),
        row("contacts", pts_agent_id="2.0", role="architect"),
    )
    found = Contact.objects.order_by("contact_key")
    assert [(c.contact_key, c.permit_group, c.role) for c in found] == [
        ("3pee-9qhc:1", "771001", "contractor"),
        ("3pee-9qhc:2", "771001", "architect"),
    ]


def test_the_trades_contacts_in_the_columns_of_the_others() -> None:
    for name in TABLES["contacts"]:
        load(name, row(name))
    electrical, plumbing = (
        Contact.objects.get(source=source) for source in ("fdm7-jqqf", "k6kv-9kix")
    )
    assert (electrical.role, electrical.firm_name) == ("Contractor", "Example Electric")
    assert (electrical.license1, electrical.firm_zipcode) == ("0123456", "94110")
    assert electrical.firm_address == "12 9th Ave"
    assert (electrical.street_number, electrical.street) == ("12", "09th")
    assert (plumbing.role, plumbing.firm_name) == (None, "Example Plumbing")
    assert (plumbing.firm_address, plumbing.firm_city) == (
        "3 Example Way", "San Francisco",
    )  # fmt: skip


TWINS = {
    "electrical_contacts": "phone",
    "plumbing_contacts": "phone",
    "inspections": "result",
    "violations": "nov_item_description",
    "electrical_permits": "description",
}


@pytest.mark.parametrize("name", TWINS)
def test_records_without_a_key_of_their_own_are_all_kept(name: str) -> None:
    twins = [row(name, **{TWINS[name]: text}) for text in ("b", "", "a")]
    result = load(name, *twins, twins[0])
    assert _counts(result) == (3, 0, 1)
    key = DATASETS[name].key
    before = held(name)
    assert len({found[key] for found in before}) == 3
    # In another order they are still the same.
    assert _counts(load(name, *reversed(twins))) == (0, 0, 3)
    assert held(name) == before


def test_the_key_is_made_of_what_was_read_not_of_how_it_was_written() -> None:
    load("inspections", row("inspections", scheduled_date="2026-02-23T00:00:00.000"))
    same = row("inspections", scheduled_date="02/23/2026 12:00:00 AM")
    assert _counts(load("inspections", same)) == (0, 0, 1)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("contacts", "pts_agent_id"),
        ("electrical_contacts", "permit_number"),
        ("addenda", "primary_key"),
        ("inspections", "reference_number"),
        ("complaints", "complaint_number"),
        ("violations", "complaint_number"),
        ("parcels", "blklot"),
        ("neighborhoods", "nhood"),
    ],
)
def test_a_record_that_cannot_be_told_from_others_is_rejected(
    name: str, field: str
) -> None:
    good = [row(name, **{field: f"{n}"}) for n in range(99)]
    result = load(name, *good, row(name, **{field: ""}))
    assert (result.rows_inserted, result.rows_rejected) == (99, 1)


def test_most_review_results_are_not_recorded() -> None:
    load("addenda", row("addenda"), row("addenda", primary_key="2", review_results="x"))
    results = RoutingStep.objects.order_by("pk").values_list(
        "review_results", flat=True
    )
    assert list(results) == ["x", None]


def test_a_violations_status_keeps_the_citys_case() -> None:
    texts = ["Active", "active", "Not Active", "not active", ""]
    load(
        "violations",
        *(
            row("violations", complaint_number=f"{n}", status=t)
            for n, t in enumerate(texts)
        ),
    )
    found = Violation.objects.order_by("pk").values_list("status", flat=True)
    assert list(found) == ["Active", "active", "Not Active", "not active", None]


@pytest.mark.parametrize(
    ("name", "renamed"),
    [
        ("complaints", {"zip_code": "zipcode", "point": "location"}),
        ("complaints", {"analysis_neighborhood": "neighborhoods_analysis_boundaries"}),
        ("violations", {"zipcode": "zip_code", "location": "point"}),
        ("violations", {"neighborhoods_analysis_boundaries": "analysis_neighborhood"}),
        ("electrical_permits", {"zip_code": "zipcode"}),
        ("plumbing_permits", {"zipcode": "zip_code"}),
        ("inspections", {"zip_code": "zipcode", "point": "location"}),
    ],
)
def test_either_spelling_goes_to_one_column(
    name: str, renamed: dict[str, str], tmp_path: Path
) -> None:
    load(name, row(name))
    other = {renamed.get(field, field): value for field, value in row(name).items()}
    path = tmp_path / "other.csv"
    path.write_text(csv_text([other], list(other)))
    result = ingest(dataset=name, table=csv_file.open_table(path, DATASETS[name]))
    assert _counts(result) == (0, 0, 1)
    (found,) = held(name)
    assert found["zipcode"] == "94110"
    assert found["neighborhoods_analysis_boundaries"] == "Mission"
    assert (found["latitude"], found["longitude"]) == (37.75615, -122.41893)


def test_slugs_are_made_by_one_rule() -> None:
    names = ["Sunset/Parkside", "  Lone Mountain/USF", "(Mission)", "Nob Hill"]
    load("neighborhoods", *(row("neighborhoods", nhood=name) for name in names))
    found = Neighborhood.objects.all()
    assert {n.slug for n in found} == {
        "sunset-parkside", "lone-mountain-usf", "mission", "nob-hill",
    }  # fmt: skip
    assert all(slug_of(n.name) == n.slug for n in found)


def test_the_citys_own_neighborhoods() -> None:
    path = settings.SHARED_DIR / "data" / "analysis_neighborhoods_j2bu-swwd.geojson.gz"
    if not path.exists():
        pytest.skip(f"{path} is not here: the city's files are not in this project")
    for expected in ((41, 0, 0), (0, 0, 41)):
        table = geojson_file.open_table(path, NEIGHBORHOODS)
        assert _counts(ingest(dataset="neighborhoods", table=table)) == expected
    assert not Neighborhood.objects.filter(unparsed__isnull=False).exists()
    assert not Neighborhood.objects.filter(outline=None).exists()


@pytest.mark.parametrize("name", ["complaints", "violations", *TABLES["trade_permits"]])
def test_the_citys_own_rows_in_the_form_of_2017(name: str) -> None:
    """Ten each, with dates as seconds since 1970: no date, so kept as text."""
    entry = DATASETS[name]
    path = settings.SHARED_DIR / "data" / "samples" / f"{entry.id}.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not here: the city's files are not in this project")
    rows = []
    for line in path.read_text().splitlines():
        values = {entry.headers().get(k, k): v for k, v in json.loads(line).items()}
        rows.append({column.field: values.get(column.field, "") for column in entry})
    assert _counts(load(name, *rows)) == (10, 0, 0)
    before = held(name)
    assert _counts(load(name, *reversed(rows))) == (0, 0, 10)
    assert held(name) == before
    day = "application_date" if entry.table == "trade_permits" else "date_filed"
    assert set(all_of(before, day)) == {None}
    assert all(day in found["unparsed"] for found in before)
    # What is blank in the source is not recorded.
    zipcodes = all_of(before, "zipcode")
    assert set(zipcodes) == {None} if name == "violations" else None not in zipcodes
    assert None not in all_of(before, "status")
