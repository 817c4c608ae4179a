import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permits import querysets
from permits.search import index
from permits.tests.factories import (
    ChangeFactory,
    LoadFactory,
    LocationFactory,
    PermitFactory,
)

pytestmark = pytest.mark.django_db


def test_a_permit_with_all_of_its_page_takes_six_queries() -> None:
    permit = PermitFactory.create()
    PermitFactory.create()
    index.rebuild()
    with CaptureQueriesContext(connection) as captured:
        found = querysets.permit(permit.pk)
        assert found is not None
        assert found.load.origin == "permits.csv"
        places = list(querysets.locations(permit.pk))
        querysets.same_parcel(permit.pk, places)
        list(querysets.changes(permit.pk))
        querysets.similar_days(found)
        querysets.site_statistics()
    assert len(captured) == 6


@pytest.mark.parametrize("number", ["", "nope", "\0", "%", "x" * 10_000])
def test_a_permit_that_is_not_there(number: str) -> None:
    assert querysets.permit(number) is None
    assert querysets.near_matches(number) == []


def test_locations_begin_with_the_primary_one() -> None:
    permit = PermitFactory.create()
    LocationFactory.create(permit=permit, street_number="1")
    flags = [place.primary_address_flag for place in querysets.locations(permit.pk)]
    assert flags == ["Y", None]


def test_other_permits_at_any_of_its_parcels() -> None:
    permit = PermitFactory.create(block="0001", lot="001")
    LocationFactory.create(permit=permit, block="0002", lot="002")
    here = PermitFactory.create(block="0002", lot="002", filed_date=dt.date(2020, 1, 1))
    beside = PermitFactory.create(
        block="0009", lot="009", filed_date=dt.date(2021, 1, 1)
    )
    LocationFactory.create(permit=beside, block="0001", lot="001")
    PermitFactory.create(block="0001", lot="002")
    found = querysets.same_parcel(permit.pk, querysets.locations(permit.pk))
    assert [other.pk for other in found.permits] == [beside.pk, here.pk]
    assert found.count == 2


def test_no_parcel_has_no_other_permits() -> None:
    permit = PermitFactory.create(block=None, lot=None)
    found = querysets.same_parcel(permit.pk, querysets.locations(permit.pk))
    assert (found.permits, found.count) == ([], 0)


def test_many_permits_at_a_parcel_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("permits.querysets.places.MOST_AT_PARCEL", 2)
    permit, *_ = [PermitFactory.create() for _ in range(5)]
    found = querysets.same_parcel(permit.pk, querysets.locations(permit.pk))
    assert (len(found.permits), found.count) == (2, 4)


def test_changes_are_newest_first() -> None:
    for day in (1, 3, 2):
        ChangeFactory.create(
            permit_number="1", changed_at=dt.datetime(2026, 1, day, tzinfo=dt.UTC)
        )
    ChangeFactory.create(permit_number="2")
    assert [c.changed_at.day for c in querysets.changes("1")] == [3, 2, 1]


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("202403010002", ["202403010001"]),
        ("20240301001", ["202403010001"]),
        ("2024030100011", ["202403010001"]),
        ("202403100001", ["202403010001"]),
        ("2024-0301-0009", ["202403010001", "202403010077"]),
        ("7711072", ["7711072S"]),
        ("199901010001", []),
        ("2", []),
    ],
)
def test_near_matches(typed: str, near: list[str]) -> None:
    for number in ("202403010001", "202403010077", "7711072S"):
        PermitFactory.create(permit_number=number)
    assert querysets.near_matches(typed)[: len(near)] == near
    assert bool(querysets.near_matches(typed)) == bool(near)


def test_similar_days_are_the_neighborhoods_if_it_has_enough() -> None:
    load = LoadFactory.create()
    for number in range(40):
        here = number < 30
        filed = dt.date(2024, 1, 1)
        PermitFactory.create(
            load=load,
            filed_date=filed,
            issued_date=filed + dt.timedelta(10 if here else 50),
            completed_date=filed + dt.timedelta(100) if not here else None,
            neighborhoods_analysis_boundaries="Mission" if here else "Marina",
        )
    index.rebuild()
    subject = PermitFactory.build(load=load)
    days = querysets.similar_days(subject)
    assert (days["issued"].days, days["issued"].permits) == (10, 30)
    assert days["issued"].neighborhood == "Mission"
    assert (days["completed"].days, days["completed"].permits) == (50, 10)
    assert days["completed"].neighborhood is None


@pytest.mark.parametrize(
    "changes",
    [{"permit_type": None}, {"permit_type": 3}, {"estimated_cost": Decimal(1)}],
)
def test_nothing_compares(changes: dict[str, object]) -> None:
    PermitFactory.create()
    index.rebuild()
    subject = PermitFactory.build(load=LoadFactory.create(), **changes)
    assert querysets.similar_days(subject) == {}


def test_statistics_before_and_after_the_first_load() -> None:
    assert querysets.statistics() is None
    assert querysets.age_of_data(dt.date(2026, 1, 5)) is None
    permit = PermitFactory.create(data_as_of=dt.datetime(2026, 1, 2, tzinfo=dt.UTC))
    index.rebuild(load_id=permit.load_id)
    found = querysets.statistics()
    assert found is not None
    assert (found.permits, found.load) == (1, permit.load)
    assert querysets.last_load() == permit.load
    assert querysets.age_of_data(dt.date(2026, 1, 5)) == dt.timedelta(3)
