"""What is recorded at a parcel, of a permit and of a complaint, by any of the reads."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model, QuerySet

from permits import querysets
from permits.models import (
    Complaint,
    Contact,
    Inspection,
    Neighborhood,
    Parcel,
    TradePermit,
    Violation,
)
from permits.tests.factories import LoadFactory, LocationFactory, PermitFactory

pytestmark = pytest.mark.django_db
HERE = ("3616", "007")
DAY = dt.date(2026, 1, 1)
LATER = dt.date(2026, 2, 1)


def _make(model: type[Model], key: str, **values: Any) -> None:
    own = {"pk": key, "load": LoadFactory.create()}
    model._default_manager.create(**(own | values))


def _keys(found: QuerySet[Any]) -> list[str]:
    return [row.pk for row in found]


def _parcel(blklot: str, **values: Any) -> None:
    own = {"block": blklot[:4], "lot": blklot[4:], "mapblklot": blklot, "active": True}
    _make(Parcel, blklot, **(own | values))


def test_a_parcel_by_block_and_lot() -> None:
    _parcel("3616007")
    found = querysets.parcel(*HERE)
    assert found is not None
    assert (found.blklot, found.load.status) == ("3616007", "succeeded")
    for block, lot in (("3616", "008"), ("", ""), ("\0", "007")):
        assert querysets.parcel(block, lot) is None


def test_lots_of_one_ground_and_former_lots_at_the_address_are_tied() -> None:
    address = {
        "street_name": "MISSION", "street_type": "ST", "from_address_num": "2500",
    }  # fmt: skip
    _parcel("3616007", **address)
    _parcel("3616101", mapblklot="3616007")
    _parcel("3616102", mapblklot="3616007", active=None)
    _parcel("3616001", active=False, **address)
    _parcel("3616008", **address | {"from_address_num": "2510"})
    _parcel("3617001", **address)
    lot = querysets.parcel(*HERE)
    condo = querysets.parcel("3616", "101")
    assert lot is not None
    assert condo is not None
    assert _keys(querysets.tied_to(lot)) == ["3616101", "3616001", "3616102"]
    assert _keys(querysets.tied_to(condo)) == ["3616007", "3616102"]
    assert querysets.lots_of(querysets.tied_to(condo)) == {HERE, ("3616", "102")}


def test_a_parcel_without_an_address_is_tied_to_no_other() -> None:
    _parcel("3616007")
    _parcel("3616008")
    subject = querysets.parcel(*HERE)
    assert subject is not None
    assert not querysets.tied_to(subject)


AT: dict[str, tuple[type[Model], str, Callable[[Any], QuerySet[Any]]]] = {
    "complaints": (Complaint, "date_filed", querysets.complaints_at),
    "violations": (Violation, "date_filed", querysets.violations_at),
    "inspections": (Inspection, "scheduled_date", querysets.inspections_at),
    "trade permits": (TradePermit, "filed_date", querysets.trade_permits_at),
}


@pytest.mark.parametrize("what", AT)
def test_what_is_at_any_of_the_lots_newest_first(what: str) -> None:
    model, day, read = AT[what]
    for key, block, lot, when in (
        ("old", *HERE, DAY),
        ("undated", *HERE, None),
        ("new", "3616", "101", LATER),
        ("beside", "3616", "008", LATER),
        ("elsewhere", "3617", "007", LATER),
        ("nowhere", None, None, LATER),
    ):
        _make(model, key, block=block, lot=lot, **{day: when})
    assert _keys(read([HERE, ("3616", "101"), HERE])) == ["new", "old", "undated"]
    assert _keys(read([])) == _keys(read([("\0", "007")])) == []


def test_permits_through_every_location() -> None:
    first = PermitFactory.create(block="3616", lot="007", filed_date=DAY)
    second = PermitFactory.create(block="0001", lot="001", filed_date=LATER)
    LocationFactory.create(permit=second, block="3616", lot="007")
    PermitFactory.create(block="0001", lot="001")
    assert _keys(querysets.permits_at([HERE])) == [second.pk, first.pk]


def test_inspections_refer_to_a_permit_or_to_a_complaint() -> None:
    for key, kind, when in (
        ("a", "permit", DAY), ("b", "Permit", LATER), ("c", "complaint", DAY),
        ("d", None, DAY), ("e", "permit", None),
    ):  # fmt: skip
        _make(
            Inspection, key,
            reference_number="201", reference_number_type=kind, scheduled_date=when,
        )  # fmt: skip
    _make(Inspection, "x", reference_number="2011", reference_number_type="permit")
    assert _keys(querysets.inspections_of("201")) == ["b", "a", "e"]
    assert _keys(querysets.inspections_of_complaint("201")) == ["c"]
    assert not querysets.inspections_of("\0")


def test_open_ones_in_any_case() -> None:
    texts = ("Active", "active", "Not Active", "not active", None)
    for n, status in enumerate(texts):
        _make(Complaint, f"{n}", status=status, block="3616", lot="007")
        _make(Violation, f"{n}", status=status, block="3616", lot="007")
    for read in (querysets.complaints_at, querysets.violations_at):
        assert _keys(read([HERE]).filter(querysets.OPEN)) == ["0", "1"]


def test_the_items_of_a_complaint_in_their_order() -> None:
    for key, complaint, item in (
        ("a", "1", "10"), ("b", "1", "9"), ("c", "2", "1"), ("d", "3", "1"),
    ):  # fmt: skip
        _make(Violation, key, complaint_number=complaint, item_sequence_number=item)
    assert _keys(querysets.violations_of(["1", "2", "\0"])) == ["b", "a", "c"]
    _make(Complaint, "1")
    found = querysets.complaint("1")
    assert found is not None
    assert found.load.status == "succeeded"
    assert querysets.complaint("\0") is None


def test_contacts_of_a_permit_the_applicant_first() -> None:
    for key, applicant in (("a", "N"), ("b", None), ("c", "Y")):
        _make(Contact, key, permit_number="1", is_applicant=applicant)
    _make(Contact, "x", permit_number="2")
    assert _keys(querysets.contacts_of("1")) == ["c", "a", "b"]
    assert not querysets.contacts_of("\0")


def test_neighborhoods_by_slug() -> None:
    for name in ("Sunset/Parkside", "Mission"):
        _make(Neighborhood, name, outline={"type": "Polygon"})
    found = querysets.neighborhood("sunset-parkside")
    assert found is not None
    assert found.name == "Sunset/Parkside"
    assert querysets.neighborhood("sunset") is querysets.neighborhood("\0") is None
    assert _keys(querysets.all_neighborhoods()) == ["Mission", "Sunset/Parkside"]


def test_the_newest_load_of_each_set() -> None:
    LoadFactory.create(dataset="addenda", origin="old")
    later = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    LoadFactory.create(dataset="addenda", origin="new", started_at=later)
    LoadFactory.create(dataset="contacts", status="failed", started_at=later)
    LoadFactory.create(dataset="parcels", status="removed", source="sample")
    found = querysets.last_loads()
    assert {name: load.origin for name, load in found.items()} == {"addenda": "new"}


PLANS = {
    "inspections_parcel": querysets.inspections_at([HERE, ("3616", "101")]),
    "inspections_reference": querysets.inspections_of("201"),
    "complaints_parcel": querysets.complaints_at([HERE, ("3617", "101")]),
    "violations_parcel": querysets.violations_at([HERE]).filter(querysets.OPEN),
    "violations_complaint": querysets.violations_of(["1", "2"]),
    "trade_permits_parcel": querysets.trade_permits_at([HERE]),
    "permit_locations_at_parcel": querysets.permits_at([HERE]),
    "contacts_permit": querysets.contacts_of("1"),
    "parcels_on_the_ground": querysets.tied_to(
        Parcel(blklot="1", mapblklot="1", block="3616", street_name="A", from_address_num="1")
    ),
}  # fmt: skip


# Enough rows that one lot is a small part, whatever statistics other tests have left.
MANY_LOTS = """
INSERT INTO permits (permit_number, load_id)
SELECT number, 0 FROM generate_series(1, 3000) AS number;
INSERT INTO permit_locations (record_id, permit_number, block, lot, load_id)
SELECT number, number, lpad((number / 10)::text, 4, '0'), number % 10, 0
FROM generate_series(1, 3000) AS number;
INSERT INTO contacts (contact_key, source, permit_number, load_id)
SELECT number, '', number, 0 FROM generate_series(1, 3000) AS number;
ANALYZE permits, permit_locations, contacts;
SET LOCAL enable_seqscan = off
"""


@pytest.mark.parametrize("index", PLANS)
def test_each_read_has_its_index(index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MANY_LOTS)
    assert index in PLANS[index].explain()
