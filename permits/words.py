"""The record's codes, dates, sums and lengths of time in plain words.

A word here never claims more about the city than the field it stands for: the field's
own text is shown beside it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from permits.search.labels import NOT_RECORDED, PERMIT_TYPES, STATUSES

Tone = Literal["progress", "approved", "active", "done", "ended", "stopped", "unknown"]


@dataclass(frozen=True, slots=True)
class Status:
    """A status as people read it. `tone` picks the colour and the shape beside it."""

    raw: str
    label: str
    meaning: str
    tone: Tone


_STATUSES: Final[Mapping[str, tuple[str, Tone]]] = {
    "filing": ("the application is being filed", "progress"),
    "filed": ("the application has been filed", "progress"),
    "incomplete": ("the application is incomplete", "progress"),
    "plancheck": ("the application is in plan check", "progress"),
    "approved": ("the city has approved the application", "approved"),
    "granted": ("the record says it was granted", "approved"),
    "upheld": ("the record says it was upheld", "approved"),
    "issuing": ("the permit is being issued", "approved"),
    "issued": ("the city has issued this permit", "active"),
    "inspection": ("the permit is in inspection", "active"),
    "reinstated": ("the permit has been reinstated", "active"),
    "complete": ("the permit is recorded as complete", "done"),
    "expired": ("the permit or its application has expired", "ended"),
    "cancelled": ("the permit or its application was cancelled", "ended"),
    "withdrawn": ("the application was withdrawn", "ended"),
    "appeal": ("the record says it is under appeal", "stopped"),
    "suspend": ("the permit is suspended", "stopped"),
    "denied": ("the application was denied", "stopped"),
    "disapproved": ("the application was disapproved", "stopped"),
    "revoked": ("the permit was revoked", "stopped"),
    "unknown": ("the city's record says it is unknown", "unknown"),
}

_NO_STATUS: Final = Status(
    raw="",
    label="Status not recorded",
    meaning="the city's record holds no status",
    tone="unknown",
)


def status(raw: str | None) -> Status:
    """The status `raw` in words; one not in the table is shown as it is written."""
    if not raw:
        return _NO_STATUS
    code = raw.strip().lower()
    meaning, tone = _STATUSES.get(code, ("as the city writes it", "unknown"))
    return Status(
        raw=raw, label=sentence(STATUSES.get(code, raw)), meaning=meaning, tone=tone
    )


def permit_type(definition: str | None, form: int | None) -> str:
    """What kind of permit: the form's definition in words, or that there is none."""
    known = PERMIT_TYPES.get(form or 0)
    if definition:
        return sentence(known or definition)
    if form is None:
        return f"Type {NOT_RECORDED}"
    number = f"form {form}"
    if known in {None, number}:
        return sentence(number)
    return f"{sentence(known)} ({number})"


def sentence(text: str) -> str:
    """`text` with a capital first letter and the rest as the city wrote it."""
    text = text.strip()
    return text[:1].upper() + text[1:]


def date(day: dt.date | None) -> str:
    """`July 12, 2018`."""
    return f"{day:%B} {day.day}, {day.year}" if day else NOT_RECORDED


def short_date(day: dt.date | None) -> str:
    """`Jul 12, 2018`."""
    return f"{day:%b} {day.day}, {day.year}" if day else NOT_RECORDED


def money(amount: Decimal | None) -> str:
    """Dollars, with cents only where there are some."""
    if amount is None:
        return NOT_RECORDED
    return (
        f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f}"
    )


def best_cost(estimated: Decimal | None, revised: Decimal | None) -> Decimal | None:
    """The larger of the two costs: the city often leaves the revised one at zero."""
    known = [cost for cost in (estimated, revised) if cost is not None]
    return max(known, default=None)


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 permit`, `2,500 permits`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


DAYS_IN_YEAR: Final = 365.25
LONG: Final = 730


def days(number: int) -> str:
    """A length of time: days, and for two years or more the years as well."""
    text = counted(number, "day")
    if number < LONG:
        return text
    years = round(number / DAYS_IN_YEAR, 1)
    return f"{text} ({years:g} years)"


def between(number: int) -> str:
    """The days from one day to another, as something took; what waits has `days`."""
    return days(number) if number else "same day"


_FLAGS: Final[Mapping[str, str]] = {"Y": "Yes", "N": "No"}


def flag(raw: str | None) -> str:
    """`Y` and `N` in words; the city leaves most of these blank, which says nothing."""
    if not raw:
        return NOT_RECORDED
    return _FLAGS.get(raw.strip().upper(), raw)


HEADLINE: Final = 110


def headline(description: str | None, kind: str) -> str:
    """What the work is: the description, cut at a word, or the kind of permit."""
    said = " ".join((description or "").split())
    if not said:
        return sentence(kind)
    if len(said) > HEADLINE:
        said = said[:HEADLINE].rsplit(" ", 1)[0].rstrip(",.;:") + "…"
    return sentence(said)


def text(raw: object) -> str:
    """Any other value as it is written, or that it is not recorded."""
    return NOT_RECORDED if raw is None or raw == "" else str(raw)


FIELDS: Final[Mapping[str, str]] = {
    "permit_number": "Permit number",
    "permit_type": "Form number",
    "permit_type_definition": "Type of permit",
    "permit_creation_date": "Entered in the city's system",
    "description": "Description",
    "status": "Status",
    "status_date": "Status since",
    "filed_date": "Filed",
    "approved_date": "Approved",
    "issued_date": "Issued",
    "completed_date": "Completed",
    "first_construction_document_date": "First construction document",
    "permit_expiration_date": "Expires",
    "last_permit_activity_date": "Last activity",
    "structural_notification": "Structural notification",
    "number_of_existing_stories": "Stories, existing",
    "number_of_proposed_stories": "Stories, proposed",
    "voluntary_soft_story_retrofit": "Voluntary soft-story retrofit",
    "fire_only_permit": "Fire Department review only",
    "estimated_cost": "Estimated cost",
    "revised_cost": "Revised cost",
    "existing_use": "Use, existing",
    "existing_units": "Units, existing",
    "proposed_use": "Use, proposed",
    "proposed_units": "Units, proposed",
    "plansets": "Sets of plans submitted",
    "tidf_compliance": "Transit impact fee (TIDF)",
    "existing_occupancy": "Occupancy code, existing",
    "proposed_occupancy": "Occupancy code, proposed",
    "existing_construction_type": "Construction type, existing",
    "existing_construction_type_description": "Construction, existing",
    "proposed_construction_type": "Construction type, proposed",
    "proposed_construction_type_description": "Construction, proposed",
    "site_permit": "Site permit",
    "application_submission_method": "How it was submitted",
    "adu": "Accessory dwelling unit",
    "reroof": "Reroofing",
    "address": "Address",
    "block": "Block",
    "lot": "Lot",
    "street_number": "Street number",
    "street_number_suffix": "Street number suffix",
    "street_name": "Street name",
    "street_suffix": "Street suffix",
    "unit": "Unit",
    "unit_suffix": "Unit suffix",
    "zipcode": "Zip code",
    "supervisor_district": "Supervisor district",
    "neighborhoods_analysis_boundaries": "Neighborhood",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "point_source": "Source of the point",
    "primary_address_flag": "Primary address",
}


def field(name: str) -> str:
    """A column's name as people read it."""
    return FIELDS.get(name) or sentence(name.replace("_", " "))


_DATES: Final = frozenset(name for name in FIELDS if name.endswith("_date"))
_COSTS: Final = frozenset({"estimated_cost", "revised_cost"})


def value(name: str, raw: str | None) -> str:
    """The text of a column, as a change records it, in words."""
    if raw is None or raw == "":
        return NOT_RECORDED
    if name == "status":
        return status(raw).label
    try:
        if name in _DATES:
            return short_date(dt.date.fromisoformat(raw[:10]))
        if name in _COSTS:
            return money(Decimal(raw))
    except (ValueError, ArithmeticError):
        return raw
    return raw
