import datetime as dt
from decimal import Decimal

import pytest

from permits.search import index
from permits.search.bands import COST_BANDS, LIMITS, band_of, bands_between
from permits.search.facets import Facet
from permits.search.facets import facet as facet_of
from permits.search.filters import Filters
from permits.search.query import SearchPage
from permits.tests.factories import PermitFactory
from permits.tests.search.asking import ask


def facet(page: SearchPage, name: str) -> Facet:
    return next(facet for facet in page.facets if facet.name == name)


def counts(page: SearchPage, name: str) -> dict[str | None, int]:
    return {value.value: value.count for value in facet(page, name).values}


@pytest.fixture
def record(db: None) -> None:
    for status, kind, year, cost in (
        ("issued", 8, 2024, 30_000),
        ("issued", 8, 2023, 4_999),
        ("complete", 3, 2023, 5_000),
        ("complete", 8, 2024, None),
        (None, 8, 2024, 2_000_000),
    ):
        PermitFactory.create(
            status=status,
            permit_type=kind,
            filed_date=dt.date(year, 5, 5),
            estimated_cost=None if cost is None else Decimal(cost),
        )
    index.rebuild()


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(q="type=8 & status", entity=7, sort="newest"),
        Filters(status=("issued",), types=(8, 3), costs=(0, 2), q="a"),
        Filters(neighborhoods=("Mission",), year_from=2024, year_to=2024, q="a"),
        Filters(year_from=2020, year_to=2024, section="people"),
    ],
)
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("status", ["issued", "complete"]),
        ("type", ["8", "3", "1"]),
        ("year", ["2024", "2023"]),
        ("neighborhood", ["Mission", "Oceanview/Merced/Ingleside"]),
        ("cost", ["0", "2", "5"]),
    ],
)
def test_a_value_leads_to_the_search_with_it_or_without(
    filters: Filters, name: str, values: list[str]
) -> None:
    counted = dict.fromkeys([*values, None], 1)
    found = facet_of(name, counted, filters, approximate=False)
    assert {one.value: one.url for one in found.values} == {
        value: filters.toggled(name, value).query_string() for value in values
    } | {None: None}


@pytest.mark.parametrize("text", ["kitchen", ""])
def test_facets_count_the_matches(record: None, text: str) -> None:
    page = ask(text)
    shown = {None: 1} if text else {}
    assert counts(page, "status") == {"issued": 2, "complete": 2} | shown
    assert counts(page, "type") == {"8": 4, "3": 1}
    assert counts(page, "year") == {"2024": 3, "2023": 2}
    assert counts(page, "neighborhood") == {"Mission": 5}
    assert counts(page, "cost") == {"0": 1, "1": 1, "2": 1, "5": 1} | shown


def test_a_chosen_value_leaves_the_others_of_its_facet_to_choose(record: None) -> None:
    page = ask("kitchen", status="issued")
    assert page.count.value == 2
    assert counts(page, "status") == {"issued": 2, "complete": 2, None: 1}
    assert counts(page, "type") == {"8": 2}
    selected = [v.value for v in facet(page, "status").values if v.selected]
    assert selected == ["issued"]


def test_several_values_widen_within_a_facet_and_narrow_across(record: None) -> None:
    page = ask("kitchen", status=["issued", "complete"], type="8", year="2024")
    assert page.count.value == 2
    assert counts(page, "type") == {"8": 2}
    assert counts(page, "year") == {"2024": 2, "2023": 1}


def test_a_chosen_value_that_nothing_has_is_still_shown(record: None) -> None:
    page = ask("kitchen", status="revoked")
    assert (page.count.value, counts(page, "status")["revoked"]) == (0, 0)


def test_order_of_values(record: None) -> None:
    page = ask("kitchen")
    assert [v.value for v in facet(page, "year").values] == ["2024", "2023"]
    assert [v.value for v in facet(page, "cost").values] == ["0", "1", "2", "5", None]
    assert [v.label for v in facet(page, "status").values] == [
        "complete",
        "issued",
        "not recorded",
    ]


@pytest.mark.parametrize(
    ("low", "high", "numbers"),
    [
        (None, None, [0, 1, 2, 3, 4, 5]),
        (5_000, None, [1, 2, 3, 4, 5]),
        (None, 4_999, [0]),
        (None, 5_000, [0, 1]),
        (30_000, 40_000, [2]),
        (9, 3, []),
        (10**11, None, [5]),
    ],
)
def test_bands_of_a_range(
    low: int | None, high: int | None, numbers: list[int]
) -> None:
    assert list(bands_between(low, high)) == numbers


@pytest.mark.parametrize(
    ("costs", "number"),
    [((None, None), None), ((Decimal(0),), 0), ((Decimal(5_000), None), 1)],
)
def test_band_of_costs(costs: tuple[Decimal | None, ...], number: int | None) -> None:
    assert band_of(*costs) == number


def test_bands_meet() -> None:
    assert [band.high for band in COST_BANDS[:-1]] == LIMITS
