"""A small record with something in it for every page."""

import datetime as dt
from decimal import Decimal

from permits.models import Load, Permit
from permits.search import index
from permits.tests.factories import (
    ChangeFactory,
    LoadFactory,
    LocationFactory,
    PermitFactory,
)

KITCHEN = "202403010001"
MANY = "202201050002"
SCRIPT = "202105050003"
FORMULA = "202005050004"
BARE = "9800001"
BATHS = 60
SCRIPT_TEXT = "bench </script><script>alert('x')</script> & <b>shelf</b>"
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


def _bare(load: Load) -> None:
    """A permit of which only the number is recorded."""
    Permit.objects.create(permit_number=BARE, load=load)
