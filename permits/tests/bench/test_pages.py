import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import resolve

from permits.bench import BenchError, pages
from permits.bench.asking import summary, uncached
from permits.bench.page_paths import page_paths
from permits.models import Permit
from permits.tests.factories import PermitFactory

pytestmark = pytest.mark.django_db
THROUGH = "SELECT count(*) FROM permits WHERE description = 'x'"


@pytest.fixture
def sample(transactional_db: None) -> None:
    made = ("make_sample", "--permits", "200", "--today", "2026-11-23")
    call_command(*made, stdout=StringIO(), stderr=StringIO())


def test_every_kind_has_its_pages(sample: None) -> None:
    kinds = page_paths(20, seed=1)
    for kind, paths in kinds.items():
        assert 0 < len(paths) <= 20, kind
        for path in paths:
            resolve(path.partition("?")[0])
    assert kinds == page_paths(20, seed=1)
    assert kinds["permit"] != page_paths(20, seed=2)["permit"]
    (busiest,) = _ids("SELECT id FROM entities ORDER BY permit_count DESC, id LIMIT 1")
    assert kinds["entity"][0].startswith(f"/entities/{busiest}/")
    (routed,) = _ids(
        "SELECT application_number FROM addenda JOIN permits"
        " ON permit_number = application_number"
        " GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    )
    assert kinds["permit"][0] == f"/permits/{routed}/"


def _ids(query: str) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [value for (value,) in cursor.fetchall()]


def test_the_command_measures_every_kind(sample: None) -> None:
    out = StringIO()
    call_command(
        "bench", "pages", permits=200, pages=3, json=True, stdout=out, stderr=StringIO()
    )
    figures = json.loads(out.getvalue())
    assert figures["permits"] == 200
    assert set(figures["pages"]) == set(page_paths(1, seed=1))
    for kind, found in figures["pages"].items():
        assert 0 < found["sql_ms"]["p50"] <= found["sql_ms"]["max"], kind
        assert found["view_ms"]["p50"] <= found["view_ms"]["max"]
        assert found["queries_max"] >= 1, kind
        assert found["tables_read_through"] == []
    assert figures["made_in"]["loads"]["permits"]["rows"] >= 200
    assert figures["made_in"]["refreshes"]["entities"] > 0


def test_a_page_that_is_not_right_stops_the_benchmark() -> None:
    with uncached(), pytest.raises(BenchError, match="/permits/0/ answered 404"):
        pages.measure({"permit": ["/permits/0/"]}, progress=lambda _words: None)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (THROUGH, ["permits"]),
        ("SELECT * FROM permits WHERE permit_number = 'x'", []),
        ("SELECT * FROM permits LIMIT 1", []),
        (f"-- Why\n{THROUGH}", ["permits"]),
        (
            f"SET LOCAL jit = off; SET LOCAL work_mem = '8MB'; -- Why\n{THROUGH}",
            ["permits"],
        ),
        ("UPDATE permits SET description = 'y'", []),
    ],
)
def test_a_table_read_through_is_found(
    monkeypatch: pytest.MonkeyPatch, statement: str, found: list[str]
) -> None:
    PermitFactory.create_batch(5)
    monkeypatch.setattr(pages, "MOST_SCANNED", 4)
    with connection.cursor() as cursor:
        # So few rows are read through where it is possible at all.
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert list(pages.read_through([statement])) == found
    assert not Permit.objects.filter(description="y").exists()


def test_summary() -> None:
    assert summary(range(101)) == {"p50": 50, "p95": 95, "p99": 99, "max": 100}


def test_percentiles_want_more_than_one_page() -> None:
    with pytest.raises(CommandError, match="--pages is at least 2"):
        call_command("bench", "pages", pages=1, stderr=StringIO())


def test_seed_and_keep_are_the_pages_own() -> None:
    with pytest.raises(CommandError, match="bench entities takes no --keep"):
        call_command("bench", "entities", keep="x", stderr=StringIO())
