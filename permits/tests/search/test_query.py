import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permits.search import index
from permits.search.conditions import conditions, searchable, year_tokens
from permits.search.filters import Filters
from permits.search.query import SearchPage, search, statement_for
from permits.search.query import count as query_count
from permits.search.reading import Query
from permits.tests.factories import LocationFactory, PermitFactory
from permits.tests.search.asking import ask, found, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(db: None) -> None:
    """Six permits, each with something that only it has."""
    PermitFactory.create(permit_number="202403010001")
    PermitFactory.create(
        permit_number="202201050002",
        description="replace windows; revision to 202403010001",
        street_number="120",
        street_name="03rd",
        street_suffix="Av",
        block="1400",
        lot="012A",
        zipcode="94118",
        neighborhoods_analysis_boundaries="Inner Richmond",
        filed_date=dt.date(2022, 1, 5),
        status="complete",
        estimated_cost=Decimal(4_000),
    )
    PermitFactory.create(
        permit_number="201906070003",
        description="new construction of a garage",
        street_number="55",
        street_name="Dolores",
        permit_type=2,
        unit="45",
        filed_date=dt.date(2019, 6, 7),
        estimated_cost=Decimal(750_000),
        revised_cost=Decimal(1_200_000),
    )
    PermitFactory.create(
        permit_number="8512345",
        description=None,
        street_name="O'Farrell",
        filed_date=None,
        status=None,
        permit_type=None,
        estimated_cost=None,
        neighborhoods_analysis_boundaries=None,
    )
    corner = PermitFactory.create(
        permit_number="202001010005",
        description="kitchen and bath, garage door",
        street_number="2860",
        street_name="24th",
        block="4267",
        filed_date=dt.date(2020, 1, 1),
    )
    LocationFactory.create(permit=corner, street_number="2855", street_name="Mission")
    PermitFactory.create(
        permit_number="202002020006",
        description="sign",
        permit_type=4,
        street_number="2840",
        block="4267",
        filed_date=dt.date(2020, 2, 2),
    )
    index.rebuild()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("kitchen", ["202403010001", "202001010005"]),
        ("kitchens", ["202403010001", "202001010005"]),
        ('"garage door"', ["202001010005"]),
        ("kitchen -bath", ["202403010001"]),
        ("2500 mission st", ["202403010001"]),
        ("2500 mission", ["202403010001"]),
        ("2500 mission ave", []),
        ("2400-2600 mission st", ["202403010001"]),
        ("2800 block of mission", ["202002020006", "202001010005"]),
        ("120 3rd ave", ["202201050002"]),
        ("2500 o'farrell", ["8512345"]),
        ("55 dolores unit 45", ["201906070003"]),
        ("55 dolores unit 46", []),
        ("dolores garage", ["201906070003"]),
        ("1400/012A", ["202201050002"]),
        ("block 4267", ["202002020006", "202001010005"]),
        ("mission and 24th", ["202002020006", "202001010005"]),
        ("inner richmond", ["202201050002"]),
        ("94118", ["202201050002"]),
        ("completed permits in 2022", ["202201050002"]),
        ("new construction over $1 million", ["201906070003"]),
        ("permits under $5,000", ["202201050002"]),
        ("garage between 2018 and 2019", ["201906070003"]),
        ("sign permits on mission street", ["202002020006"]),
        ("nothing of the sort", []),
    ],
)
def test_finds_what_was_asked_for(record: None, text: str, numbers: list[str]) -> None:
    assert sorted(found(ask(text))) == sorted(numbers)


def test_a_permit_number_leads_to_its_permit(record: None) -> None:
    page = ask("202403010001")
    assert page.redirect == "202403010001"
    assert found(page) == ["202403010001"]


def test_an_unknown_number_finds_permits_that_mention_it(record: None) -> None:
    PermitFactory.create(
        permit_number="202405050007", description="revision to 201912319999"
    )
    index.rebuild()
    page = ask("201912319999")
    assert page.redirect is None
    assert found(page) == ["202405050007"]


def test_shows_the_address_that_matched(record: None) -> None:
    (row,) = ask("2855 mission").rows
    assert (row.address, row.other_address) == ("2855 Mission St", True)
    (row,) = ask("2860 24th st").rows
    assert (row.address, row.other_address) == ("2860 24th St", False)


def test_what_is_not_recorded_is_said(record: None) -> None:
    (row,) = ask("2500 o'farrell").rows
    assert (row.status, row.status_label) == (None, "not recorded")
    assert (row.cost, row.filed_date, row.description) == (None, None, None)
    status = next(f for f in ask("o'farrell").facets if f.name == "status")
    assert [(v.value, v.label, v.url) for v in status.values] == [
        (None, "not recorded", None)
    ]


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [
        ("best", "202403010001", "8512345"),
        ("newest", "202403010001", "8512345"),
        ("oldest", "201906070003", "8512345"),
        ("cost", "201906070003", "8512345"),
        ("cost_low", "202201050002", "8512345"),
    ],
)
def test_sorts_with_the_unrecorded_last(
    record: None, sort: str, first: str, last: str
) -> None:
    numbers = found(ask(sort=sort))
    assert (numbers[0], numbers[-1], len(numbers)) == (first, last, 6)


def test_an_address_outranks_a_mention() -> None:
    PermitFactory.create(
        permit_number="202401010001", description="move sign from valencia"
    )
    PermitFactory.create(
        permit_number="202001010002", street_name="Valencia", filed_date=None
    )
    index.rebuild()
    words = Query(raw="valencia", kind="text", text="valencia")
    ranked = search(words, Filters())
    newest = search(words, Filters(sort="newest"))
    assert found(ranked) == ["202001010002", "202401010001"]
    assert found(newest) == ["202401010001", "202001010002"]


@pytest.mark.parametrize("text", ["", "kitchen", "2500 mission"])
@pytest.mark.parametrize("sort", ["best", "newest", "oldest", "cost", "cost_low"])
def test_pages_show_each_permit_once_forwards_and_back(text: str, sort: str) -> None:
    for number in range(7):
        PermitFactory.create(
            filed_date=dt.date(2024, 1, 1 + number // 3) if number else None,
            estimated_cost=Decimal(1000 * (number // 2)) if number > 1 else None,
        )
    index.rebuild()
    everything = found(ask(text, sort=sort))
    assert len(everything) == 7
    pages = [ask(text, sort=sort, size=3)]
    assert pages[0].previous is None
    while link := pages[-1].next:
        pages.append(_follow(text, link))
    assert [len(page.rows) for page in pages] == [3, 3, 1]
    assert [n for page in pages for n in found(page)] == everything
    back = [pages[-1]]
    while link := back[-1].previous:
        back.append(_follow(text, link))
    assert [found(page) for page in reversed(back)] == [found(page) for page in pages]


def _follow(text: str, link: str) -> SearchPage:
    params = dict(pair.split("=") for pair in link.split("&"))
    assert Filters.from_params(params).problems == ()
    return ask(text, size=3, **params)


@pytest.mark.parametrize(
    ("text", "params", "queries"),
    [
        # matches, permits, locations
        ("2855 mission", {}, 3),
        # matches, permits
        ("kitchen", {"status": "issued", "type": ["8", "2"], "cost": "2"}, 2),
        # matches, permits, statistics
        ("", {}, 3),
        # the number, matches, permits
        ("202403010009", {}, 2),
        # the number
        ("202403010001", {}, 1),
        ("😀", {}, 0),
    ],
)
def test_number_of_queries(
    record: None, text: str, params: dict[str, Any], queries: int
) -> None:
    with CaptureQueriesContext(connection) as captured:
        ask(text, **params)
    assert len(captured) == queries <= 4


def test_counts_are_exact_up_to_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("permits.search.matches.CAP", 3)
    monkeypatch.setattr("permits.search.query.CAP", 3)
    for _ in range(3):
        PermitFactory.create()
    index.rebuild()
    assert str(ask("kitchen").count) == "3"
    assert not any(facet.approximate for facet in ask("kitchen").facets)
    PermitFactory.create()
    index.rebuild()
    page = ask("kitchen", sort="oldest")
    assert (str(page.count), page.sorted_within) == ("3+", 3)
    assert all(facet.approximate for facet in page.facets)
    assert ask("").count.value == 4


@pytest.fixture
def two_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("permits.search.matches.LOOKED", 2)
    monkeypatch.setattr("permits.search.matches.FACET_LOOKED", 2)


def _with_descriptions(*newest_first: str) -> None:
    for day, description in enumerate(newest_first):
        PermitFactory.create(
            permit_number=f"20240301000{day}",
            description=description,
            filed_date=dt.date(2024, 3, 20 - day),
        )
    index.rebuild()


@pytest.mark.usefixtures("two_looked_at")
@pytest.mark.parametrize(
    ("descriptions", "size", "count", "numbers"),
    [
        # All that have both words are looked at.
        (["replace in kind", "kind replace"], 1, "1", "0"),
        # A page is full before the last: there may be more.
        (["replace in kind"] * 4, 1, "3+", "0"),
        # It is not full, so the others are looked at too.
        ([*["kind replace"] * 3, "replace in kind"], 1, "1", "3"),
        (["replace in kind"] * 4, 3, "4", "012"),
        (["kind replace"] * 4, 1, "0", ""),
    ],
)
def test_a_phrase_is_looked_for_in_the_newest_that_have_its_words(
    descriptions: list[str], size: int, count: str, numbers: str
) -> None:
    _with_descriptions(*descriptions)
    page = ask('"replace in kind"', size=size)
    assert str(page.count) == count
    assert [number[-1] for number in found(page)] == list(numbers)
    assert page.sorted_within == (3 if count == "3+" else None)
    assert all(facet.approximate == (count == "3+") for facet in page.facets)


@pytest.mark.usefixtures("two_looked_at")
def test_a_facets_other_values_are_of_what_was_looked_at() -> None:
    _with_descriptions(*["replace in kind"] * 4)
    page = ask('"replace in kind"', size=1, type="8", year="2024")
    approximate = {facet.name: facet.approximate for facet in page.facets}
    assert set(approximate.values()) == {True}


@pytest.mark.usefixtures("two_looked_at")
def test_an_offered_phrase_is_counted_as_far_as_it_is_looked_for() -> None:
    _with_descriptions(*["replace in kind"] * 4)
    assert str(query_count(read('"replace in kind"'), Filters())) == "3+"


@pytest.mark.parametrize(
    "text",
    [
        '"kitchen" -"replace in kind"',
        '"kitchen"-"replace in kind"',
        '-re-kind "kitchen"',
    ],
)
def test_words_of_a_phrase_that_must_be_absent_may_be_there(text: str) -> None:
    _with_descriptions("kitchen of a kind, re. stove: replace", "kitchen")
    assert [number[-1] for number in found(ask(text))] == ["0", "1"]


@pytest.mark.parametrize(
    "text",
    [
        "\0",
        "a\0b",
        "x" * 100_000,
        "\ud800 kitchen \udfff",
        "%_\\",
        "kitchen & | ! ( <-> :* '",
        "'; drop table permits; --",
        "<script>alert(1)</script>",
        "or or or",
        "-kitchen",
        '"',
        "the",
        "9" * 50 + " mission st",
        "1-999999999 mission st",
        "block 0000 lot 000-999",
        "🏠🔨",
        "厨房装修许可",
    ],
)
def test_any_text_is_answered(record: None, text: str) -> None:
    page = ask(text)
    assert page.count.value >= len(page.rows) or page.redirect


def test_works_without_any_permit() -> None:
    page = ask("kitchen")
    assert (page.rows, page.count.value, page.next) == ((), 0, None)
    assert ask("").count.value == 0


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("kitchen -bath", "kitchen -bath"),
        ("-bath", "bath"),
        ("kitchen or -bath", "kitchen or bath"),
        ("a\0b", "a b"),
    ],
)
def test_a_search_stands_on_something(words: str, kept: str) -> None:
    assert searchable(words) == kept


def test_years_are_covered_by_few_tokens() -> None:
    assert year_tokens(2018, 2031) == [
        "d:202",
        "y:2018",
        "y:2019",
        "y:2030",
        "y:2031",
    ]
    assert year_tokens(2020, 2020) == ["y:2020"]
    assert year_tokens(2025, 2020) == []


@pytest.mark.parametrize(
    ("filters", "scans"), [(Filters(entity=7), 1), (Filters(status=("issued",)), 3)]
)
def test_what_few_permits_have_is_found_in_one_scan(
    filters: Filters, scans: int
) -> None:
    made = conditions(Query(raw=""), filters)
    sql = statement_for(made, filters, 25).sql.split("_recent AS")[0]
    assert sql.count("FROM permit_search") == scans


@pytest.mark.parametrize(
    ("recorded", "name", "suffix"),
    [
        ("Yellow Cab Access Road", "Yellow Cab Access", "Rd"),
        ("Soweto Terrace", "Soweto", "Ter"),
        ("Avenue D", "D", "Ave"),
    ],
)
def test_a_street_that_has_its_suffix_in_its_name(
    recorded: str, name: str, suffix: str
) -> None:
    wanted = PermitFactory.create(
        street_number="26", street_name=recorded, street_suffix=None
    )
    index.rebuild()
    asked = Query("", street_number="26", street_names=(name,), street_suffix=suffix)
    assert found(search(asked, Filters())) == [wanted.permit_number]


@pytest.mark.parametrize(
    ("suffix", "text", "is_found"),
    [
        ("Parcel A", "26 Mission St #7 Parcel A", True),
        ("Parcel A", "26 Mission St unit 7", True),
        ("A", "26 Mission St #7A", True),
        ("A", "26 Mission St #7", False),
    ],
)
def test_a_unit_has_a_letter_or_words_behind_it(
    suffix: str, text: str, is_found: bool
) -> None:
    PermitFactory.create(
        street_number="26", street_name="Mission", unit="7", unit_suffix=suffix
    )
    index.rebuild()
    assert bool(ask(text).rows) == is_found
