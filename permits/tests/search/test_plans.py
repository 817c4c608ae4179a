"""No read of a page may read a large table through, at any size.

The statement of a search rules sequential scans out for itself, so its plan shows one
only where no index can serve. All other reads are planned as they come, with the
statistics of a few thousand permits.
"""

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permits import querysets
from permits.models import Permit
from permits.search import index, parcels_found, people_found
from permits.search.conditions import conditions
from permits.search.explain import plan
from permits.search.filters import SORTS, Filters
from permits.search.matches import Statement
from permits.search.people_found import Asked, parameters
from permits.search.query import search, statement_for
from permits.search.subject import with_subject
from permits.search.suggest import suggest
from permits.tests.search.asking import read

LARGE = {
    "permits",
    "permit_locations",
    "permit_changes",
    "permit_search",
    "permit_search_recent",
    "search_terms",
    "street_blocks",
    "entities",
    "entity_contacts",
    "contacts",
    "parcels",
}
# The second would mix the stored order.
WRONG = ("Seq Scan", "Gather")
TEXTS = (
    "",
    "kitchen",
    "replace",
    '"replace kitchen"',
    "kitchen -roof",
    "-kitchen",
    "kitchen or -roof",
    "the",
    "2500 mission st",
    "2400-2650 mission st",
    "mission street",
    "mission and 24th",
    "0026/003",
    "block 0026",
    "noe valley",
    "94110",
    "issued permits since 2010",
    "roof over $50,000",
    "smith construction",
)
FILTERS: tuple[dict[str, object], ...] = (
    {},
    {"status": ["issued", "filed"], "type": "8"},
    {"year": "2020", "neighborhood": "Mission", "cost": "3"},
    {"min_cost": "7000", "max_cost": "8000"},
    {"entity": "1"},
    {"entity": "1", "status": "issued", "year": "2020"},
)


@pytest.fixture
def record(db: None) -> None:
    sql = Path(__file__).with_name("record_of_size.sql").read_text()
    people = Path(__file__).with_name("people_of_size.sql").read_text()
    with connection.cursor() as cursor:
        cursor.execute(sql, {"size": 4_000})
        cursor.execute(
            "INSERT INTO permit_changes (permit_number, field, changed_at, load_id)"
            " SELECT permit_number, 'status', now(), load_id FROM permits"
        )
        cursor.execute(people, {"size": 4_000})
        cursor.execute("ANALYZE permits")
        cursor.execute("ANALYZE entities")
        cursor.execute("ANALYZE parcels")
        cursor.execute("ANALYZE permit_locations")
        cursor.execute("ANALYZE permit_changes")
    index.rebuild()


def test_searches_use_the_index(record: None) -> None:
    bad = []
    for text, given, sort in itertools.product(TEXTS, FILTERS, SORTS):
        filters = Filters.from_params({**given, "sort": sort})
        scans = plan(statement_for(conditions(read(text), filters), filters, 25))
        assert any("Index Scan permit_search_words" in scan for scan in scans)
        bad += [(text, given, sort, s) for s in scans if s.startswith(WRONG)]
    assert bad == []


def test_a_later_page_uses_the_index(record: None) -> None:
    for sort in SORTS:
        link = search(read("kitchen"), Filters(sort=sort)).next
        assert link is not None
        params = dict(pair.split("=") for pair in link.split("&"))
        filters = Filters.from_params(params)
        assert filters.cursor is not None
        made = statement_for(conditions(read("kitchen"), filters), filters, 25)
        assert not [scan for scan in plan(made) if scan.startswith("Seq Scan")]


def test_sequential_scans_are_ruled_out_for_the_search_alone(record: None) -> None:
    search(read("kitchen"), Filters())
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_seqscan")
        assert cursor.fetchone() == ("on",)
        cursor.execute("SHOW max_parallel_workers_per_gather")
        assert cursor.fetchone() != ("0",)


def _detail_page() -> None:
    number = "20000000026"
    permit = querysets.permit(number)
    assert permit is not None
    places = list(querysets.locations(number))
    querysets.same_parcel(number, places)
    list(querysets.changes(number))
    querysets.similar_days(permit)


READS: tuple[Callable[[], object], ...] = (
    _detail_page,
    lambda: search(read("2500 mission"), Filters()),
    lambda: search(read("20000000026"), Filters()),
    lambda: querysets.near_matches("20000000062"),
    lambda: suggest("2500 mis"),
    lambda: suggest("20000"),
    lambda: suggest("kit"),
    lambda: suggest("roe const"),
    lambda: suggest("0026/0"),
    lambda: suggest("800123"),
    lambda: with_subject(Filters(entity=1)),
    lambda: with_subject(Filters(entity=10**9)),
)
# Planned as searches are: what would be read through can have no index.
FOUND: tuple[tuple[str, set[str]], ...] = (
    ("jane roe", {"entities_words", "entities_name"}),
    ("construction", {"entities_words", "entities_name"}),
    ("800123", {"entities_words"}),
)
PLACES = {
    "0026/003": {"parcels_block_lot", "permit_locations_at_parcel"},
    "block 0026": {"parcels_block_lot", "permit_locations_at_parcel"},
    "2500 mission st": {"parcels_street", "permit_locations_at_parcel"},
    "mission street": {"parcels_street", "permit_locations_at_parcel"},
}


@pytest.mark.parametrize("function", READS)
def test_other_reads_use_indexes(record: None, function: Callable[[], object]) -> None:
    with CaptureQueriesContext(connection) as captured:
        function()
    for query in captured.captured_queries:
        if "SET LOCAL" not in query["sql"]:
            assert _read_through(query["sql"]) == []


@pytest.mark.parametrize(("text", "indexes"), FOUND)
def test_people_are_found_by_their_indexes(
    record: None, text: str, indexes: set[str]
) -> None:
    made = Statement(people_found.SQL, parameters(Asked.of(text), 10))
    assert _scanned(made) >= indexes
    assert not [scan for scan in plan(made) if scan.startswith(WRONG)]


@pytest.mark.parametrize("text", PLACES)
def test_parcels_are_found_by_their_indexes(record: None, text: str) -> None:
    made = parcels_found.statement(read(text), Filters(), 10)
    assert made is not None
    assert _scanned(made) >= PLACES[text]
    assert not [scan for scan in plan(made) if scan.startswith(WRONG)]


def _scanned(made: Statement) -> set[str]:
    return {scan.split()[-1] for scan in plan(made)}


def _read_through(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql)
        found = cursor.fetchone()[0]
    root = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return [
        node["Relation Name"]
        for node in _nodes(root)
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] in LARGE
    ]


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in node.get("Plans", []):
        yield from _nodes(inner)


def test_the_check_sees_a_sequential_scan(record: None) -> None:
    assert _read_through(str(Permit.objects.filter(plansets=3).query)) == ["permits"]
