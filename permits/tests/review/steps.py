"""Routing steps of made-up permits, all of one load whose data is of `AS_OF`."""

import datetime as dt
from typing import Any

from permits.models import Load, RoutingStep
from permits.tests.factories import LoadFactory, PermitFactory, StepFactory

AS_OF = dt.date(2026, 6, 30)


def ago(days: int | None) -> dt.date | None:
    return None if days is None else AS_OF - dt.timedelta(days=days)


def loaded(as_of: dt.date | None = AS_OF) -> Load:
    """A load of the routing; None: the city did not say of when it is."""
    moment = as_of and dt.datetime.combine(as_of, dt.time(20), dt.UTC)
    return LoadFactory.create(dataset="addenda", data_as_of=moment)


def step(
    number: str, arrive: int | None, finish: int | None, **other: Any
) -> RoutingStep:
    """Days before `AS_OF`; finish None: open."""
    values = {"station": "BLDG", "start_date": None, "load": Load.objects.first()}
    return StepFactory.create(
        application_number=number,
        arrive=ago(arrive),
        finish_date=ago(finish),
        **(values | other),
    )


def permit(number: str, **other: Any) -> None:
    values = {"status": "filed", "permit_type": 3, "load": Load.objects.first()}
    PermitFactory.create(permit_number=number, **(values | other))


def reviews(count: int, *, days: int = 10, **other: Any) -> None:
    """Finished ones of a permit each, a month ago, after 1 to `days` days in turn."""
    for n in range(count):
        step(f"R{days}{n:03}", 30 + 1 + n % days, 30, **other)
