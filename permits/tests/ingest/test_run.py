import csv
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from permits.ingest.run import LoadError, ingest
from permits.ingest.source import RawRow, RawTable, SourceError
from permits.models import Load, Permit, PermitChange, PermitLocation
from permits.querysets import last_loads
from permits.tests.ingest.records import COLUMNS, load, many, record, table
from permits.tests.ingest.source_rows import held, row
from permits.tests.ingest.source_rows import load as load_flat

pytestmark = pytest.mark.django_db(transaction=True)


def _bad(number: int) -> list[dict[str, str]]:
    return [record(record_id="", description=f"bad {n}") for n in range(number)]


def test_the_load_is_written_down() -> None:
    result = ingest(dataset="permits", table=table(many(3)))
    saved = Load.objects.get(pk=result.load_id)
    assert (saved.status, saved.source, saved.origin) == (
        "succeeded",
        "csv",
        "permits.csv",
    )
    assert (
        saved.rows_read,
        saved.rows_inserted,
        saved.rows_changed,
        saved.rows_rejected,
    ) == (3, 3, 0, 0)
    assert saved.data_as_of == Permit.objects.earliest("permit_number").data_as_of
    assert saved.finished_at is not None
    assert saved.started_at < saved.finished_at
    assert saved.error == saved.rejects_file == ""


def test_every_row_is_accounted_for(var: Path) -> None:
    load(*many(150))
    result = load(*many(50), *many(200, status="complete")[100:], *_bad(1))
    assert result.rows_read == 151
    assert (result.rows_inserted, result.rows_changed, result.rows_rejected) == (
        50,
        50,
        1,
    )
    assert result.rows_unchanged == 50
    saved = Load.objects.get(pk=result.load_id)
    with Path(saved.rejects_file).open() as file:
        (reject,) = csv.DictReader(file)
    assert (reject["line"], reject["reason"], reject["description"]) == (
        "152",
        "no record_id",
        "bad 0",
    )
    assert Path(saved.rejects_file).is_relative_to(var)


def test_rejects_with_broken_characters_are_written(var: Path) -> None:
    result = load(*many(200), record(description="caf\udce9"))
    text = Path(Load.objects.get(pk=result.load_id).rejects_file).read_text()
    assert r"caf\udce9" in text


@pytest.mark.parametrize(("bad", "stops"), [(1, False), (2, True)])
def test_more_than_one_in_a_hundred_rejected_stops_the_load(
    *, bad: int, stops: bool
) -> None:
    load(*many(10))
    new = [*many(100, status="complete")[: 100 - bad], *_bad(bad)]
    if not stops:
        assert load(*new).rows_rejected == bad
        return
    with pytest.raises(LoadError, match=r"2 of 100 rows of permits.csv cannot be read"):
        load(*new)
    assert Permit.objects.count() == 10
    assert not Permit.objects.filter(status="complete").exists()
    saved = Load.objects.latest("pk")
    assert saved.status == "failed"
    assert (saved.rows_read, saved.rows_inserted, saved.rows_rejected) == (100, 0, 2)
    assert Path(saved.rejects_file).exists()


def test_an_empty_source_is_refused() -> None:
    load(*many(3))
    with pytest.raises(SourceError, match=r"permits.csv has no rows"):
        ingest(dataset="permits", table=table([]))
    assert Permit.objects.count() == 3
    assert Load.objects.latest("pk").error == "permits.csv has no rows."


def test_a_quiet_day_is_not_an_empty_source() -> None:
    assert (
        ingest(
            dataset="permits", table=table([], source="soda", partial=True)
        ).rows_read
        == 0
    )


def test_a_source_cut_to_less_than_half_is_refused() -> None:
    ingest(dataset="permits", table=table(many(10)))
    with pytest.raises(SourceError, match="has 4 rows where it had 10 before"):
        ingest(dataset="permits", table=table(many(4)))
    assert Load.objects.latest("pk").status == "failed"
    for made in (
        table(many(5)),
        table(many(2), origin="another.csv"),
        table(many(2), partial=True),
    ):
        ingest(dataset="permits", table=made)
    ingest(dataset="permits", table=table(many(2)), allow_fewer=True)


def _breaking(error: BaseException) -> Iterator[RawRow]:
    for line, values in enumerate(many(500, status="complete"), start=2):
        yield RawRow(line, list(values.values()))
    raise error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SourceError("permits.csv is cut off."), "permits.csv is cut off."),
        (KeyboardInterrupt(), "Stopped by the operator."),
    ],
)
def test_a_source_that_breaks_changes_nothing(error: BaseException, words: str) -> None:
    load(*many(3))
    with pytest.raises(type(error)):
        ingest(
            dataset="permits",
            table=RawTable("csv", "permits.csv", COLUMNS, _breaking(error)),
        )
    assert set(Permit.objects.values_list("status", flat=True)) == {"issued"}
    saved = Load.objects.latest("pk")
    assert (saved.status, saved.error) == ("failed", words)


def test_the_search_table_fails_with_the_load(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_load_id: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    monkeypatch.setattr("permits.ingest.run._refresh_search", refuse)
    with pytest.raises(Exception, match="division by zero"):
        load(*many(3))
    assert not Permit.objects.exists()
    assert Load.objects.get().status == "failed"


def test_the_real_search_table_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    from permits.search import index

    monkeypatch.setattr("permits.ingest.run._refresh_search", index.refresh)
    assert load(*many(3)).rows_inserted == 3
    assert load(*many(4, status="complete")).rows_changed == 3


def test_one_load_of_a_data_set_at_a_time() -> None:
    url = connection.get_connection_params()
    keys = ("host", "port", "dbname", "user", "password")
    with psycopg.connect(**{k: v for k, v in url.items() if k in keys}) as other:
        other.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('sfpermits.ingest.permits', 0))"
        )
        with pytest.raises(LoadError, match="Another load of permits is running"):
            load(*many(3))
    assert not Permit.objects.exists()
    assert load(*many(3)).rows_inserted == 3


def test_a_load_that_died_is_marked_at_the_next_start() -> None:
    dead = Load.objects.create(
        dataset="permits", source="csv", origin="x", started_at=timezone.now()
    )
    other = Load.objects.create(
        dataset="else", source="csv", origin="x", started_at=timezone.now()
    )
    load(*many(1))
    dead.refresh_from_db()
    other.refresh_from_db()
    assert dead.status == "failed"
    assert "ended before it was done" in dead.error
    assert other.status == "running"


def test_the_citys_data_replaces_the_sample(touched: list[set[str]]) -> None:
    ingest(dataset="permits", table=table(many(5), source="sample", origin="sample"))
    ingest(dataset="permits", table=table([record()]))
    assert list(Permit.objects.values_list("pk", flat=True)) == ["201807124213"]
    assert PermitLocation.objects.count() == 1
    assert not PermitChange.objects.exists()
    assert touched[-1] == {"201807124213", *(r["permit_number"] for r in many(5))}


def test_a_refused_file_leaves_the_sample() -> None:
    ingest(dataset="permits", table=table(many(5), source="sample", origin="sample"))
    with pytest.raises(LoadError):
        load(*_bad(3))
    assert Permit.objects.count() == 5


def test_a_sample_replaces_a_sample_but_never_the_citys_data() -> None:
    ingest(dataset="permits", table=table(many(5), source="sample", origin="sample"))
    ingest(dataset="permits", table=table(many(2), source="sample", origin="sample"))
    assert Permit.objects.count() == 2
    load(record())
    with pytest.raises(LoadError, match="holds the city's data"):
        ingest(
            dataset="permits", table=table(many(5), source="sample", origin="sample")
        )
    assert Permit.objects.count() == 1


def test_progress_is_told() -> None:
    heard: list[int] = []
    ingest(dataset="permits", table=table(many(450)), progress=heard.append)
    assert heard == [200, 400, 450]


def test_the_citys_permits_end_the_sample_of_every_data_set() -> None:
    load_flat("complaints", row("complaints"), source="sample")
    load_flat("inspections", row("inspections"))
    ingest(dataset="permits", table=table(many(5), source="sample", origin="sample"))
    assert set(last_loads()) == {"complaints", "inspections", "permits"}
    with pytest.raises(LoadError):
        load(*_bad(3))
    assert held("complaints")
    load(record())
    assert not held("complaints")
    assert held("inspections")
    # What is gone is not loaded, which is not the same as none recorded.
    assert set(last_loads()) == {"inspections", "permits"}
    assert load_flat("complaints", row("complaints")).rows_inserted == 1


def test_another_set_of_the_city_ends_its_own_sample_only() -> None:
    ingest(dataset="permits", table=table(many(5), source="sample", origin="sample"))
    load_flat("complaints", row("complaints"), source="sample")
    load_flat("complaints", row("complaints", complaint_number="2"))
    assert [found["complaint_number"] for found in held("complaints")] == ["2"]
    assert Permit.objects.count() == 5
