"""A small record with something in it for every page."""

import datetime as dt
from decimal import Decimal

from permits.models import Load, Permit
from permits.search import index
from permits.tests.factories import (
    ChangeFactory,
    ComplaintFactory,
    ContactFactory,
    InspectionFactory,
    LoadFactory,
    LocationFactory,
    ParcelFactory,
    PermitFactory,
    StepFactory,
    ViolationFactory,
)

KITCHEN = "202403010001"
MANY = "202201050002"
SCRIPT = "202105050003"
FORMULA = "202005050004"
BARE = "9800001"
BATHS = 60
SCRIPT_TEXT = "bench </script><script>alert('x')</script> & <b>shelf</b>"
REVIEWED = "202503010005"
COMPLAINT_TEXT = "no heat </script><script>alert('c')</script> & <b>mold</b>"
FORMULA_TEXT = "=HYPERLINK(1) greenhouse"


def make_record(source: str = "csv") -> None:
    """Made by the city's file or, for `source="sample"`, invented."""
    load = LoadFactory.create(source=source)
    kitchen = PermitFactory.create(
        permit_number=KITCHEN,
        load=load,
        completed_date=dt.date(2024, 9, 1),
        approved_date=dt.date(2024, 3, 8),
        status="complete",
        data_as_of=dt.datetime(2026, 1, 2, 12, tzinfo=dt.UTC),
        unparsed={"permit_expiration_date": "13/45/2024"},
        revised_cost=Decimal(1),
    )
    ChangeFactory.create(permit_number=kitchen.pk, load=load)
    ChangeFactory.create(
        permit_number=kitchen.pk,
        load=load,
        field="estimated_cost",
        old=None,
        new="30000.00",
    )
    _many(load)
    _reviewed(load)
    _at_the_parcel(source)
    PermitFactory.create(
        permit_number=SCRIPT, load=load, description=SCRIPT_TEXT, lot="008"
    )
    PermitFactory.create(
        permit_number=FORMULA, load=load, description=FORMULA_TEXT, lot="009"
    )
    _bare(load)
    for number in range(BATHS):
        PermitFactory.create(
            permit_number=f"20230601{number:04}",
            load=load,
            description=f"bath renovation {number}",
            filed_date=dt.date(2023, 1, 1) + dt.timedelta(days=number),
            issued_date=dt.date(2023, 1, 11) + dt.timedelta(days=number),
            status="issued" if number % 2 else "filed",
            street_number=str(100 + number),
            street_name="Castro",
            lot="010",
        )
    index.rebuild(load_id=load.pk)


def _many(load: Load) -> None:
    permit = PermitFactory.create(
        permit_number=MANY,
        load=load,
        street_number="896",
        street_name="Sanchez",
        block="7504",
        lot="010",
        description="fire sprinklers",
    )
    for unit in range(2, 30):
        LocationFactory.create(
            permit=permit, unit=str(unit), address=f"896 Sanchez St #{unit}"
        )


def _reviewed(load: Load) -> None:
    """A site permit with an addendum, one review of each open, and people."""
    permit = PermitFactory.create(
        permit_number=REVIEWED,
        load=load,
        street_number="2510",
        lot="011",
        description="new dwelling unit",
        status="filed",
        issued_date=None,
    )
    of = {
        "application_number": permit.pk,
        "load": LoadFactory.create(dataset="addenda", source=load.source),
    }
    StepFactory.create(**of, station="CPB", step=1, plan_checked_by="DOE JANE")
    for arrived, finished in ((1, 5), (8, 12)):
        StepFactory.create(
            **of,
            station="SFFD",
            step=2,
            arrive=dt.date(2025, 4, arrived),
            finish_date=dt.date(2025, 4, finished),
            review_results="Issued Comments",
        )
    StepFactory.create(
        **of,
        station="BLDG",
        step=3,
        arrive=dt.date(2025, 11, 1),
        start_date=None,
        finish_date=None,
        in_hold=dt.date(2025, 12, 1),
        hold_description="waiting for <b>sheets</b>",
        unparsed={"start_date": "1721-11-02"},
    )
    StepFactory.create(
        **of, station="HIS", step=4, arrive=None, start_date=None, finish_date=None
    )
    StepFactory.create(
        **of, station="DPW-BSM", step=1, addenda_number=1, title="foundation"
    )
    inspected = LoadFactory.create(dataset="inspections", source=load.source)
    for number in range(10):
        InspectionFactory.create(
            reference_number=permit.pk,
            load=inspected,
            lot="011",
            scheduled_date=dt.date(2025, 8, 1 + number),
            result="PASSED" if number else None,
            inspector="Sam Lee",
        )
    ContactFactory.create(
        permit_number=permit.pk,
        first_name="Ada",
        last_name="Ng",
        firm_name="Ng Builders",
        license1="123456",
        load=LoadFactory.create(dataset="contacts", source=load.source),
    )


def _at_the_parcel(source: str) -> None:
    """What is at block 3616, lot 007, and at a lot of the same ground."""
    parcels = LoadFactory.create(dataset="parcels", source=source)
    ParcelFactory.create(
        load=parcels,
        street_name="MISSION",
        street_type="ST",
        from_address_num="2500",
        to_address_num="2502",
    )
    ParcelFactory.create(load=parcels, lot="101", mapblklot="3616007", active=False)
    complaints = LoadFactory.create(dataset="complaints", source=source)
    complaint = ComplaintFactory.create(
        complaint_number="202500001",
        load=complaints,
        complaint_description=COMPLAINT_TEXT,
    )
    ComplaintFactory.create(
        complaint_number="199800002",
        load=complaints,
        lot="101",
        status="not active",
        date_filed=dt.date(1998, 5, 6),
        complaint_description="fence too high",
    )
    ViolationFactory.create(
        complaint_number=complaint.pk,
        load=LoadFactory.create(dataset="violations", source=source),
        nov_item_description="restore the <i>heat</i>",
    )


def _bare(load: Load) -> None:
    """A permit of which only the number is recorded."""
    Permit.objects.create(permit_number=BARE, load=load)
