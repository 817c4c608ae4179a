"""A place's record as entries of one list, each with what happened, when and where."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from django.utils import timezone

from permits import words
from permits.ingest.address import format_address
from permits.models import (
    Complaint,
    Inspection,
    Parcel,
    Permit,
    TradePermit,
    Violation,
)
from permits.places.entries import Key, Kind
from permits.places.openness import is_open
from permits.places.reviews import PermitReviews
from permits.querysets.place_record import PlaceRecord, PlaceShown
from permits.search.labels import NOT_RECORDED
from permits.views.facts import Fact
from permits.views.place_reviews import Desks, finished_items
from permits.views.review import day

REVIEW: Final = "Plan review"
INSPECTION: Final = "Inspection"


@dataclass(frozen=True, slots=True)
class Event:
    """One entry as it is shown; `when` has the day in words.

    `desks` are those that have the permit's plans now; `done` the finished reviews.
    """

    kind: str
    title: str
    number: str
    when: str
    where: str
    status: words.Status | None = None
    permit: str = ""
    facts: tuple[Fact, ...] = ()
    items: tuple["Item", ...] = field(default=())
    desks: tuple[str, ...] = ()
    done: tuple[str, ...] = ()


class Item(NamedTuple):
    """One item of a notice of violation."""

    title: str
    text: str


def events(place: PlaceShown, keys: Iterable[Key]) -> list[Event]:
    """The entries in words, in the order of their keys.

    One of which the row went away since it was listed is left out.
    """
    here = (place.block, place.lot)
    notices = _notices(place.violations)
    as_of = place.fresh.as_of("addenda") or timezone.localdate()

    def made(kind: Kind, key: str) -> Event | None:  # noqa: PLR0911 - one a kind
        if kind == Kind.PERMIT and (permit := place.permits.get(key)):
            return _permit(permit, here, place.entries.reviewed.get(key), as_of)
        if kind == Kind.TRADE_PERMIT and (trade := place.trade_permits.get(key)):
            return _trade(trade, here)
        if kind == Kind.COMPLAINT and (complaint := place.complaints.get(key)):
            return _complaint(complaint, notices, here)
        if kind == Kind.NOTICE and key in notices:
            return _loose(notices[key], here)
        if kind == Kind.INSPECTION and (inspection := place.inspections.get(key)):
            return _inspection(inspection, here)
        if kind == Kind.REVIEW:
            return _review(place.entries.reviewed[key])
        return None

    return [event for one in keys if (event := made(*one))]


Row: TypeAlias = Permit | TradePermit | Complaint | Violation | Inspection
Lot: TypeAlias = tuple[str, str]


def _where(line: str | None, row: Row, here: Lot) -> str:
    """The address, and the lot where that is not the page's own."""
    elsewhere = (row.block, row.lot) != here and row.block and row.lot
    lot = f"block {row.block}, lot {row.lot}" if elsewhere else ""
    return " · ".join(part for part in (line, lot) if part)


def _desks(
    row: Permit, reviews: PermitReviews | None, as_of: dt.date
) -> tuple[str, ...]:
    """A step that was left open on a permit that is over says nothing."""
    if reviews is None or not reviews.open or not is_open(words.status(row.status)):
        return ()
    return Desks(reviews.open, as_of).lines


def _review(found: PermitReviews) -> Event:
    """All finished reviews of a permit as one entry, at the day of the latest."""
    finished = words.counted(found.count, "review")
    return Event(
        kind=REVIEW,
        title=f"{finished} finished",
        number=found.permit_number,
        when=f"Last finished: {words.date(found.last)}",
        where="",
        permit=found.permit_number,
        done=finished_items(found),
    )


def _permit(
    row: Permit, here: Lot, reviews: PermitReviews | None, as_of: dt.date
) -> Event:
    status = words.status(row.status)
    kind = words.permit_type(row.permit_type_definition, row.permit_type)
    cost = words.money(words.best_cost(row.estimated_cost, row.revised_cost))
    return Event(
        kind="Building permit",
        title=words.headline(row.description, kind),
        number=row.permit_number,
        when=f"Filed: {words.date(row.filed_date)}",
        where=_where(row.address, row, here),
        status=status,
        permit=row.permit_number,
        desks=_desks(row, reviews, as_of),
        facts=(
            Fact("Issued", words.date(row.issued_date)),
            Fact("Completed", words.date(row.completed_date)),
            Fact("Cost", cost),
        ),
    )


def _trade(row: TradePermit, here: Lot) -> Event:
    status = words.status(row.status)
    kind = f"{words.sentence(row.trade)} permit"
    return Event(
        kind=kind,
        title=words.headline(row.description, kind),
        number=words.text(row.permit_number),
        when=f"Filed: {day(row, 'filed_date')}",
        where=_where(row.address, row, here),
        status=status,
        facts=(
            Fact("Issued", day(row, "issued_date")),
            Fact("Completed", day(row, "completed_date")),
        ),
    )


def enforcement_status(raw: str | None) -> words.Status:
    """`Active` and `Not Active`, in whatever case, as the city's word for it."""
    said = (raw or "").strip()
    known: Mapping[str, words.Tone] = {"active": "progress", "not active": "ended"}
    if not said:
        return words.status(None)
    tone = known.get(said.lower(), "unknown")
    return words.Status(said, words.sentence(said.lower()), "", tone)


def _notices(rows: Iterable[Violation]) -> dict[str, list[Violation]]:
    found: dict[str, list[Violation]] = defaultdict(list)
    for row in rows:
        found[row.complaint_number or row.violation_key].append(row)
    return found


def _items(rows: Iterable[Violation]) -> tuple[Item, ...]:
    return tuple(
        Item(
            title=row.nov_category_description or "Category not recorded",
            text=": ".join(
                said for said in (row.item, row.nov_item_description) if said
            ),
        )
        for row in rows
    )


def _complaint(
    row: Complaint, notices: Mapping[str, list[Violation]], here: Lot
) -> Event:
    status = enforcement_status(row.status)
    return Event(
        kind="Complaint",
        title=row.complaint_description or "Text not recorded",
        number=row.complaint_number,
        when=f"Filed: {day(row, 'date_filed')}",
        where=_where(street_line(row), row, here),
        status=status,
        facts=(
            Fact("Division", words.text(row.assigned_division)),
            Fact("Abated", day(row, "date_abated")),
            Fact("Closed", day(row, "closed_date")),
        ),
        items=_items(notices.get(row.complaint_number, ())),
    )


def _loose(rows: list[Violation], here: Lot) -> Event:
    """A notice of which the complaint is not among those read."""
    first = rows[0]
    status = enforcement_status(first.status)
    return Event(
        kind="Notice of violation",
        title="Notice of violation",
        number=words.text(first.complaint_number),
        when=f"Complaint filed: {day(first, 'date_filed')}",
        where=_where(street_line(first), first, here),
        status=status,
        items=_items(rows),
    )


def _inspection(row: Inspection, here: Lot) -> Event:
    number = row.reference_number or ""
    of = (row.reference_number_type or "").strip().lower()
    return Event(
        kind=INSPECTION,
        title=row.inspection_description or "Inspection: what of is not recorded",
        number=f"{of} {number}".strip() or NOT_RECORDED,
        when=f"Scheduled: {day(row, 'scheduled_date')}",
        where=_where("", row, here),
        permit=number if of == "permit" and getattr(row, "of_permit", False) else "",
        facts=(
            Fact("Result", words.text(row.result)),
            Fact("Inspector", words.text(row.inspector)),
        ),
    )


def street_line(row: Complaint | Violation) -> str:
    return _street_line(row.street_number, row.street_name, row.street_suffix, row.unit)


def _street_line(
    number: str | None, name: str | None, suffix: str | None, unit: str | None
) -> str:
    street_suffix = (suffix or "").capitalize()
    return format_address(number or "", "", name or "", street_suffix, unit or "", "")


def parcel_line(parcel: Parcel) -> str:
    """`2500-2510 Mission St`, of the addresses that the list of parcels has."""
    first, last = parcel.from_address_num or "", parcel.to_address_num or ""
    number = f"{first}-{last}" if last and last != first else first
    street = (parcel.street_name or "").strip().lower()
    kind = (parcel.street_type or "").capitalize()
    return format_address(number, "", street, kind, "", "")


def addresses(place: PlaceRecord) -> list[str]:
    """Every address that something here is recorded at, each once."""
    lots = place.lots
    return _once(
        *map(parcel_line, _parcels(place)),
        *(row.address or "" for row in place.permits if (row.block, row.lot) in lots),
        *(row.address or "" for row in place.trade_permits),
        *(street_line(row) for row in place.complaints),
    )


def shown_addresses(place: PlaceShown) -> list[str]:
    """The same, of a place of which only a part was read."""
    found = place.entries
    return _once(
        *map(parcel_line, _parcels(place)),
        *found.addresses,
        *(_street_line(*parts) for parts in found.complaint_addresses),
    )


def _parcels(place: PlaceRecord | PlaceShown) -> list[Parcel]:
    return [place.parcel, *place.tied] if place.parcel else place.tied


def _once(*lines: str) -> list[str]:
    once = {line.casefold(): line for line in reversed(lines) if line}
    return sorted(once.values(), key=_by_number)


def _by_number(line: str) -> tuple[str, int, str]:
    head, _, street = line.partition(" ")
    digits = "".join(c for c in head.partition("-")[0] if c.isascii() and c.isdigit())
    return street, int(digits[:9] or 0), line
