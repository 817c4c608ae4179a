import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permits import querysets
from permits.models import RoutingStep
from permits.tests.factories import LoadFactory

pytestmark = pytest.mark.django_db
NUMBER = "202601230001"


def _day(day: int | None) -> dt.date | None:
    return None if day is None else dt.date(2026, 1, day)


def _step(
    key: str, station: str, arrive: int | None, finish: int | None, **other: Any
) -> RoutingStep:
    values = {
        "application_number": NUMBER,
        "addenda_number": 0,
        "step": 1,
        "arrive": _day(arrive),
        "finish_date": _day(finish),
        "load": LoadFactory.create(),
    }
    return RoutingStep.objects.create(
        primary_key=key, station=station, **(values | other)
    )


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        # Given to another reviewer: the latest finish counts.
        ([("a", 1, 5), ("b", 1, 9)], "b"),
        ([("a", 1, 9), ("b", 1, 5)], "a"),
        # The first reviewer's row was never closed: a leftover.
        ([("a", 1, None), ("b", 2, 5)], "b"),
        ([("a", 5, None), ("b", 2, 5)], "b"),
        # Back on the desk after the last finish.
        ([("a", 1, 5), ("b", 6, None)], "b"),
        ([("a", 3, None), ("b", 1, None)], "a"),
        # On the list, not arrived.
        ([("a", None, None), ("b", 1, None)], "b"),
        ([("a", None, None), ("b", 1, 2)], "b"),
        ([("a", None, 4), ("b", 1, 2)], "a"),
        ([("a", None, None), ("b", None, None)], "b"),
    ],
)
def test_one_row_counts_for_a_station(
    rows: list[tuple[str, int | None, int | None]], counts: str
) -> None:
    for key, arrive, finish in rows:
        _step(key, "BLDG", arrive, finish)
    (review,) = querysets.routing_of(NUMBER)
    assert (review.step.primary_key, review.rows) == (counts, 2)


def test_the_open_ones_first_then_the_order_of_the_list() -> None:
    _step("a", "INTAKE", 1, 1, step=1)
    _step("b", "BLDG", 9, None, step=2)
    _step("c", "SFFD", 3, None, step=3)
    _step("d", "CPB", None, None, step=4)
    _step("e", "BLDG", 2, 4, step=1, addenda_number=1)
    _step("f", "MECH", 2, 4, step=0)
    _step("x", "BLDG", 1, None, application_number="another")
    found = querysets.routing_of(NUMBER)
    assert [review.step.primary_key for review in found] == list("cbfade")
    assert [review.is_open for review in found] == [True] * 2 + [False] * 4
    assert [r.step.station for r in found if r.is_to_come] == ["CPB"]


def test_an_addendum_has_reviews_of_its_own() -> None:
    _step("a", "BLDG", 1, 2)
    _step("b", "BLDG", 3, 4, addenda_number=1)
    _step("c", "BLDG", 3, 4, addenda_number=None, step=None)
    assert {r.step.primary_key for r in querysets.routing_of(NUMBER)} == set("abc")


def test_one_query() -> None:
    for n in range(9):
        _step(f"{n}", f"S{n}", 1, None)
    with CaptureQueriesContext(connection) as captured:
        assert len(querysets.routing_of(NUMBER)) == 9
    assert len(captured) == 1


@pytest.mark.parametrize("number", ["", "nope", "\0"])
def test_a_permit_without_routing(number: str) -> None:
    assert querysets.routing_of(number) == []
