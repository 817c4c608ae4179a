import datetime as dt
import random
from collections import Counter
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from permits.models import TradePermit
from permits.places.entries import Entries, Key, Kind, ReviewCount, Slice, entries_at
from permits.querysets.place_record import PlaceRecord, place_record
from permits.tests.factories import (
    ComplaintFactory,
    InspectionFactory,
    LoadFactory,
    PermitFactory,
    StepFactory,
    ViolationFactory,
)

pytestmark = pytest.mark.django_db

HERE = ("3616", "007")
DAY = dt.date(2025, 4, 1)
ALL = Slice(0, 1000)


def found(*lots: tuple[str, str], most: int = 500, past: Slice = ALL) -> Entries:
    return entries_at(lots or (HERE,), most, ALL, past)


def test_nothing_is_recorded() -> None:
    for lots in ([HERE], [("\0", "007")], []):
        nothing = entries_at(lots, 500, ALL, ALL)
        assert set(nothing.counts.values()) == {(0, 0)}
        assert nothing.reviews == ReviewCount(0, 0, 0)
        assert (nothing.open, nothing.past, nothing.years) == ([], [], {})
        assert (nothing.open_count, nothing.past_count) == (0, 0)


def test_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    PermitFactory.create()
    with django_assert_num_queries(1):
        found()


def test_open_complaints_then_other_open_ones_then_the_rest_newest_first() -> None:
    late, early = DAY + dt.timedelta(1), DAY - dt.timedelta(1)
    PermitFactory.create(permit_number="P1", status=" Issued", filed_date=late)
    PermitFactory.create(permit_number="P2", status="complete", filed_date=early)
    PermitFactory.create(permit_number="P3", status=None, filed_date=None)
    ComplaintFactory.create(complaint_number="C1", status="ACTIVE", date_filed=early)
    ComplaintFactory.create(complaint_number="C2", status="not active", date_filed=late)
    at = found()
    assert at.open == [Key(Kind.COMPLAINT, "C1"), Key(Kind.PERMIT, "P1")]
    assert [key for _, key in at.past] == ["C2", "P2", "P3"]
    assert at.counts["permits"] == (3, 1)
    assert at.counts["complaints"] == (2, 1)
    assert at.years == {2025: 4}


def test_a_notice_is_an_entry_only_without_its_complaint() -> None:
    ComplaintFactory.create(complaint_number="C1", status="active")
    for number in ("C1", "C9", "C9", None):
        ViolationFactory.create(complaint_number=number, status="not active")
    at = found()
    assert [kind for kind, _ in at.past] == [Kind.NOTICE, Kind.NOTICE]
    assert "C9" in at.keys(Kind.NOTICE)
    assert at.counts["violations"] == (4, 0)


def test_a_page_of_a_list() -> None:
    numbers = [
        InspectionFactory.create(scheduled_date=DAY - dt.timedelta(day)).pk
        for day in range(9)
    ]
    at = found(past=Slice(3, 2))
    assert at.past_count == 9
    assert at.keys(Kind.INSPECTION) == numbers[3:5]
    assert found(past=Slice(9, 3)).past == []


def test_all_are_counted_and_the_newest_listed() -> None:
    for number in range(5):
        PermitFactory.create(permit_number=f"P{number}", status="issued")
    at = found(most=2)
    assert at.counts["permits"] == (5, 5)
    assert at.open_count == len(at.open) == 2


def test_reviews_are_counted_and_read_where_they_are_shown() -> None:
    PermitFactory.create(permit_number="P1", status="filed", filed_date=DAY)
    PermitFactory.create(permit_number="P2", status="complete", filed_date=DAY)
    for permit in ("P1", "P2"):
        StepFactory.create(application_number=permit, station="CPB", finish_date=DAY)
        StepFactory.create(application_number=permit, station="BLDG", finish_date=None)
    at = found()
    # The desk of the permit that is over is a leftover.
    assert at.reviews == ReviewCount(permits=2, finished=2, open=1)
    assert at.keys(Kind.REVIEW) == ["P2", "P1"]
    assert [desk.station for desk in at.reviewed["P1"].open] == ["BLDG"]
    assert not found(past=Slice(50, 1)).keys(Kind.REVIEW)


def _fill(chosen: random.Random) -> None:
    """Things at three lots, of which the page has two."""
    load = LoadFactory.create()
    days = [None, *(DAY + dt.timedelta(300 * number) for number in range(5))]
    statuses = ["issued", "FILED", "complete", "expired", "appeal", "Active", None]

    def place() -> dict[str, Any]:
        return {"block": "3616", "lot": chosen.choice(["007", "101", "999"])}

    for number in range(30):
        status, day = chosen.choice(statuses), chosen.choice(days)
        PermitFactory.create(
            permit_number=f"P{number}", status=status, filed_date=day, **place()
        )
        TradePermit.objects.create(
            pk=f"T{number}", load=load, status=status, filed_date=day, **place()
        )
        complaint = ComplaintFactory.create(status=status, date_filed=day, **place())
        named = chosen.choice([complaint.pk, f"C{number % 5}", None])
        ViolationFactory.create(
            complaint_number=named, status=status, date_filed=day, **place()
        )
        InspectionFactory.create(scheduled_date=day, **place())
        StepFactory.create(
            application_number=f"P{number % 9}", finish_date=chosen.choice(days)
        )


def _kinds(place: PlaceRecord) -> dict[Kind, set[str]]:
    own = {complaint.pk for complaint in place.complaints}
    loose = {row.complaint_number or row.pk for row in place.violations}
    return {
        Kind.PERMIT: {row.pk for row in place.permits},
        Kind.TRADE_PERMIT: {row.pk for row in place.trade_permits},
        Kind.COMPLAINT: own,
        Kind.NOTICE: loose - own,
        Kind.INSPECTION: {row.pk for row in place.inspections},
        Kind.REVIEW: {one.permit_number for one in place.reviews if one.count},
    }


@pytest.mark.parametrize("seed", range(4))
def test_the_page_lists_what_the_json_has(seed: int) -> None:
    _fill(random.Random(seed))
    place = place_record(*HERE)
    at = found(HERE)
    assert {kind: set(at.keys(kind)) for kind in Kind} == _kinds(place)
    assert max(Counter((*at.open, *at.past)).values()) == 1
    assert at.reviews.finished == sum(one.count for one in place.reviews)
    for one in place.reviews:
        assert at.reviewed[one.permit_number] == one
    for name in ("permits", "trade_permits", "complaints", "violations", "inspections"):
        assert at.counts[name].rows == len(getattr(place, name)), name
