"""Rows of the record for tests. A permit comes with its primary location."""

# factory-boy declares types for its factories, and none for its declarations.
# mypy: disable-error-code="no-untyped-call,attr-defined,misc,untyped-decorator"

import datetime as dt
from decimal import Decimal
from typing import Any

import factory

from permits.models import (
    Complaint,
    Contact,
    Inspection,
    Load,
    Parcel,
    Permit,
    PermitChange,
    PermitLocation,
    RoutingStep,
    Violation,
)


class LoadFactory(factory.django.DjangoModelFactory[Load]):
    class Meta:
        model = Load

    dataset = "permits"
    source = "csv"
    origin = "permits.csv"
    status = "succeeded"
    started_at = dt.datetime(2026, 1, 2, 3, 0, tzinfo=dt.UTC)
    finished_at = dt.datetime(2026, 1, 2, 3, 5, tzinfo=dt.UTC)
    data_as_of = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)


class PermitFactory(factory.django.DjangoModelFactory[Permit]):
    """One permit and one location that is its address; `locations=0` for none."""

    class Meta:
        model = Permit
        skip_postgeneration_save = True

    permit_number = factory.Sequence(lambda n: f"2024{n:08}")
    permit_type = 8
    permit_type_definition = "otc alterations permit"
    description = "kitchen remodel"
    status = "issued"
    filed_date = dt.date(2024, 3, 1)
    issued_date = dt.date(2024, 3, 11)
    estimated_cost = Decimal(30_000)
    block = "3616"
    lot = "007"
    street_number = "2500"
    street_name = "Mission"
    street_suffix = "St"
    zipcode = "94110"
    neighborhoods_analysis_boundaries = "Mission"
    address = factory.LazyAttribute(
        lambda permit: " ".join(
            part
            for part in (
                permit.street_number,
                permit.street_name,
                permit.street_suffix,
            )
            if part
        )
    )
    load = factory.SubFactory(LoadFactory)

    @factory.post_generation
    def locations(self: Permit, create: bool, given: int | None, **_: Any) -> None:
        if create and given != 0:
            LocationFactory.create(
                permit=self, address=self.address, primary_address_flag="Y"
            )


class LocationFactory(factory.django.DjangoModelFactory[PermitLocation]):
    """A location of a permit; every field not given is the permit's own."""

    class Meta:
        model = PermitLocation

    record_id = factory.Sequence(lambda n: f"r{n}")
    load = factory.SelfAttribute("permit.load")
    block = factory.SelfAttribute("permit.block")
    lot = factory.SelfAttribute("permit.lot")
    street_number = factory.SelfAttribute("permit.street_number")
    street_name = factory.SelfAttribute("permit.street_name")
    street_suffix = factory.SelfAttribute("permit.street_suffix")
    unit = factory.SelfAttribute("permit.unit")
    unit_suffix = factory.SelfAttribute("permit.unit_suffix")
    zipcode = factory.SelfAttribute("permit.zipcode")
    neighborhoods_analysis_boundaries = factory.SelfAttribute(
        "permit.neighborhoods_analysis_boundaries"
    )
    address = factory.LazyAttribute(
        lambda place: f"{place.street_number} {place.street_name} {place.street_suffix}"
    )


class ChangeFactory(factory.django.DjangoModelFactory[PermitChange]):
    class Meta:
        model = PermitChange

    field = "status"
    old = "filed"
    new = "issued"
    changed_at = dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)
    load = factory.SubFactory(LoadFactory)


class StepFactory(factory.django.DjangoModelFactory[RoutingStep]):
    """A finished review; `finish_date=None` for one that is open."""

    class Meta:
        model = RoutingStep

    primary_key = factory.Sequence(lambda n: f"step{n}")
    addenda_number = 0
    step = factory.Sequence(lambda n: n)
    station = "BLDG"
    arrive = dt.date(2024, 3, 1)
    start_date = dt.date(2024, 3, 2)
    finish_date = dt.date(2024, 3, 6)
    load = factory.SubFactory(LoadFactory, dataset="addenda")


class InspectionFactory(factory.django.DjangoModelFactory[Inspection]):
    class Meta:
        model = Inspection

    inspection_key = factory.Sequence(lambda n: f"inspection{n}")
    reference_number_type = "Permit"
    block = "3616"
    lot = "007"
    scheduled_date = dt.date(2024, 8, 1)
    inspection_description = "ROUGH FRAME"
    load = factory.SubFactory(LoadFactory, dataset="inspections")


class ContactFactory(factory.django.DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    contact_key = factory.Sequence(lambda n: f"3pee-9qhc:{n}")
    source = "3pee-9qhc"
    role = "contractor"
    load = factory.SubFactory(LoadFactory, dataset="contacts")


class ComplaintFactory(factory.django.DjangoModelFactory[Complaint]):
    class Meta:
        model = Complaint

    complaint_number = factory.Sequence(lambda n: f"2025{n:05}")
    date_filed = dt.date(2025, 2, 1)
    status = "ACTIVE"
    block = "3616"
    lot = "007"
    street_number = "2500"
    street_name = "Mission"
    street_suffix = "St"
    load = factory.SubFactory(LoadFactory, dataset="complaints")


class ViolationFactory(factory.django.DjangoModelFactory[Violation]):
    class Meta:
        model = Violation

    violation_key = factory.Sequence(lambda n: f"violation{n}")
    date_filed = dt.date(2025, 2, 1)
    status = "active"
    block = "3616"
    lot = "007"
    nov_category_description = "sanitation section"
    load = factory.SubFactory(LoadFactory, dataset="violations")


class ParcelFactory(factory.django.DjangoModelFactory[Parcel]):
    class Meta:
        model = Parcel

    block = "3616"
    lot = "007"
    blklot = factory.LazyAttribute(lambda one: f"{one.block}{one.lot}")
    mapblklot = factory.SelfAttribute("blklot")
    active = True
    load = factory.SubFactory(LoadFactory, dataset="parcels")
