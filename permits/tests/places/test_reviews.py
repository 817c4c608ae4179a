import datetime as dt
import random

import pytest
from pytest_django import DjangoAssertNumQueries

from permits import querysets
from permits.places import reviews
from permits.places.reviews import Finished, OpenDesk, PermitReviews, reviews_of
from permits.tests.factories import StepFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2025, 4, 1)


def step(permit: str = "P1", **values: object) -> None:
    StepFactory.create(application_number=permit, **values)


def only(permit: str = "P1") -> PermitReviews:
    (found,) = reviews_of([permit])
    return found


def test_open_and_finished_and_to_come() -> None:
    step(station="CPB", arrive=DAY, finish_date=DAY, review_results="Approved")
    step(station="BLDG", arrive=DAY, finish_date=None, addenda_number=2)
    step(station="SFFD", arrive=None, finish_date=None)
    found = only()
    assert found.open == (OpenDesk("BLDG", 2, DAY),)
    assert found.finished == (Finished("CPB", 0, DAY, "Approved"),)
    assert (found.count, found.last) == (1, DAY)


def test_a_finish_that_cannot_be_read_is_one() -> None:
    step(arrive=DAY, finish_date=None, unparsed={"finish_date": "2205-01-01"})
    found = only()
    assert (found.open, found.count, found.last) == ((), 1, None)
    assert found.finished[0].day is None


def test_the_longest_waiting_desk_and_the_latest_finish_come_first() -> None:
    for number in range(3):
        step(station=f"A{number}", arrive=DAY - dt.timedelta(number), finish_date=None)
        step(station=f"B{number}", finish_date=DAY + dt.timedelta(number))
    found = only()
    assert [desk.station for desk in found.open] == ["A2", "A1", "A0"]
    assert [one.station for one in found.finished] == ["B2", "B1", "B0"]


def test_a_long_list_is_counted_and_cut() -> None:
    for number in range(20):
        step(station=f"S{number:02}")
    found = only()
    assert len(found.finished) == reviews.MOST_FINISHED
    assert found.count == 20


def test_many_permits_are_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(5):
        step(f"P{number}", finish_date=DAY + dt.timedelta(number))
    step("elsewhere")
    with django_assert_num_queries(1):
        found = reviews_of([f"P{number}" for number in range(9)])
    assert [one.permit_number for one in found] == ["P4", "P3", "P2", "P1", "P0"]
    with django_assert_num_queries(0):
        assert reviews_of([]) == []


@pytest.mark.parametrize("seed", range(5))
def test_the_same_step_counts_as_on_the_permits_page(seed: int) -> None:
    chosen = random.Random(seed)
    days = [None, *(DAY + dt.timedelta(number) for number in range(4))]
    for _ in range(60):
        step(
            station=chosen.choice(["CPB", "BLDG", "SFFD"]),
            addenda_number=chosen.choice([None, 0, 1]),
            step=chosen.choice([None, 1, 2]),
            arrive=chosen.choice(days),
            finish_date=chosen.choice(days),
        )
    by_permit = querysets.routing_of("P1")
    found = only()
    assert {(d.station, d.addendum, d.arrived) for d in found.open} == {
        (one.step.station, one.step.addenda_number, one.step.arrive)
        for one in by_permit
        if one.is_open
    }
    assert found.count == sum(
        not one.is_open and not one.is_to_come for one in by_permit
    )
