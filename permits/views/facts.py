"""A permit's columns as named facts; every column is in one group of the page."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from permits import words
from permits.models import Permit
from permits.search.labels import NOT_RECORDED


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    facts: tuple[Fact, ...]
    note: str = ""


def _date(permit: Permit, column: str) -> str:
    return words.date(getattr(permit, column))


def _money(permit: Permit, column: str) -> str:
    return words.money(getattr(permit, column))


def _flag(permit: Permit, column: str) -> str:
    return words.flag(getattr(permit, column))


def _text(permit: Permit, column: str) -> str:
    return words.text(getattr(permit, column))


def _unit(permit: Permit, column: str) -> str:
    """The city writes 0 for "no unit"."""
    unit = getattr(permit, column)
    return "0 (the city's way to write none)" if unit == "0" else words.text(unit)


def _type(permit: Permit, column: str) -> str:
    raw = getattr(permit, column)
    said = words.permit_type(raw, permit.permit_type)
    return f"{said} (the city's text: “{raw}”)" if raw else said


Show = Callable[[Permit, str], str]
_GROUPS: Final[tuple[tuple[str, tuple[tuple[Show, str], ...]], ...]] = (
    (
        "What it is",
        (
            (_text, "permit_number"),
            (_type, "permit_type_definition"),
            (_text, "permit_type"),
            (_flag, "adu"),
            (_flag, "reroof"),
            (_flag, "site_permit"),
            (_flag, "fire_only_permit"),
            (_flag, "voluntary_soft_story_retrofit"),
        ),
    ),
    (
        "Where",
        (
            (_text, "address"),
            (_text, "block"),
            (_text, "lot"),
            (_text, "neighborhoods_analysis_boundaries"),
            (_text, "zipcode"),
            (_text, "supervisor_district"),
        ),
    ),
    (
        "When",
        (
            (_date, "permit_creation_date"),
            (_date, "filed_date"),
            (_date, "approved_date"),
            (_date, "issued_date"),
            (_date, "first_construction_document_date"),
            (_date, "completed_date"),
            (_date, "permit_expiration_date"),
            (_date, "status_date"),
            (_date, "last_permit_activity_date"),
        ),
    ),
    ("How much", ((_money, "estimated_cost"), (_money, "revised_cost"))),
    (
        "Building and use",
        (
            (_text, "existing_use"),
            (_text, "proposed_use"),
            (_text, "existing_units"),
            (_text, "proposed_units"),
            (_text, "number_of_existing_stories"),
            (_text, "number_of_proposed_stories"),
            (_text, "existing_occupancy"),
            (_text, "proposed_occupancy"),
        ),
    ),
    (
        "The address in its parts",
        (
            (_text, "street_number"),
            (_text, "street_number_suffix"),
            (_text, "street_name"),
            (_text, "street_suffix"),
            (_unit, "unit"),
            (_text, "unit_suffix"),
            (_text, "latitude"),
            (_text, "longitude"),
            (_text, "point_source"),
        ),
    ),
    (
        "Technical",
        (
            (_text, "existing_construction_type"),
            (_text, "existing_construction_type_description"),
            (_text, "proposed_construction_type"),
            (_text, "proposed_construction_type_description"),
            (_text, "plansets"),
            (_flag, "structural_notification"),
            (_text, "tidf_compliance"),
            (_text, "application_submission_method"),
        ),
    ),
)

_SMALL: Final = 1


def groups(permit: Permit) -> list[Group]:
    """Every column in words, and the raw text of what could not be read."""
    shown = [
        Group(
            title=title,
            facts=tuple(
                Fact(words.field(name), show(permit, name)) for show, name in rows
            ),
            note=_cost_note(permit) if title == "How much" else "",
        )
        for title, rows in _GROUPS
    ]
    return shown + _unparsed(permit)


def _cost_note(permit: Permit) -> str:
    if _SMALL in (permit.estimated_cost, permit.revised_cost):
        return "A cost of $1 is the city's own figure; it is common on revisions."
    return ""


def _unparsed(permit: Permit) -> list[Group]:
    raw: Mapping[str, str] = permit.unparsed or {}
    if not raw:
        return []
    facts = tuple(Fact(words.field(name), f"“{text}”") for name, text in raw.items())
    note = "These values are not in the form their column should have."
    return [Group(title="As the city wrote it", facts=facts, note=note)]


def glance(permit: Permit) -> list[Fact]:
    """The few facts at the head of the page."""
    cost = words.best_cost(permit.estimated_cost, permit.revised_cost)
    return [
        Fact(
            "Type",
            words.permit_type(permit.permit_type_definition, permit.permit_type),
        ),
        Fact("Cost of the work", words.money(cost)),
        Fact("Filed", words.date(permit.filed_date)),
        Fact("Neighborhood", words.text(permit.neighborhoods_analysis_boundaries)),
    ]


def _day(moment: dt.datetime | None) -> str:
    """The day of a moment by the city's clock."""
    return words.date(timezone.localdate(moment) if moment else None)


def source(permit: Permit, records: list[str]) -> list[Fact]:
    """Which rows of which load the page was made from."""
    load = permit.load
    loaded = load.finished_at or load.started_at
    return [
        Fact("Record ids", ", ".join(records) or NOT_RECORDED),
        Fact("Loaded here", _day(loaded)),
        Fact("From", f"{load.get_source_display()}: {load.origin}"),
        Fact("City's data as of", _day(permit.data_as_of)),
        Fact("On the city's portal since", _day(permit.data_loaded_at)),
    ]
