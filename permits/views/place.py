"""A place's record as entries of one list, each with what happened, when and where."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

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
from permits.querysets.place_record import PlaceRecord
from permits.search.labels import NOT_RECORDED
from permits.views.facts import Fact
from permits.views.review import day

ENFORCEMENT: Final = frozenset({"Complaint", "Notice of violation"})
OPEN_TONES: Final = frozenset({"progress", "approved", "active"})
# Stopped for now; the others of that tone are over.
OPEN_STOPPED: Final = frozenset({"appeal", "suspend"})


@dataclass(frozen=True, slots=True)
class Event:
    """One entry. `when` has the day in words, `day` what it is sorted by."""

    kind: str
    title: str
    number: str
    day: dt.date | None
    when: str
    where: str
    status: words.Status | None = None
    permit: str = ""
    is_open: bool = False
    facts: tuple[Fact, ...] = ()
    items: tuple["Item", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a notice of violation."""

    title: str
    text: str


def events(place: PlaceRecord) -> list[Event]:
    """All entries: open complaints, other open ones, the rest; each newest first.

    Those without a day come last.
    """
    here = (place.block, place.lot)
    notices = _notices(place.violations)
    numbers = {permit.permit_number for permit in place.permits}
    own = {complaint.complaint_number for complaint in place.complaints}
    loose = {number: rows for number, rows in notices.items() if number not in own}
    listed = [
        *(_permit(row, here) for row in place.permits),
        *(_trade(row, here) for row in place.trade_permits),
        *(_complaint(row, notices, here) for row in place.complaints),
        *(_loose(rows, here) for rows in loose.values()),
        *(_inspection(row, numbers, here) for row in place.inspections),
    ]
    listed.sort(key=lambda one: one.day or dt.date.min, reverse=True)
    return sorted(listed, key=_rank)


def _rank(one: Event) -> int:
    """A tower's open permits must not bury its open complaints."""
    if not one.is_open:
        return 2
    return 0 if one.kind in ENFORCEMENT else 1


def is_open(status: words.Status) -> bool:
    """Neither complete nor ended: what is still to be done, by the record."""
    return status.tone in OPEN_TONES or status.raw.lower() in OPEN_STOPPED


Row: TypeAlias = Permit | TradePermit | Complaint | Violation | Inspection
Lot: TypeAlias = tuple[str, str]


def _where(line: str | None, row: Row, here: Lot) -> str:
    """The address, and the lot where that is not the page's own."""
    elsewhere = (row.block, row.lot) != here and row.block and row.lot
    lot = f"block {row.block}, lot {row.lot}" if elsewhere else ""
    return " · ".join(part for part in (line, lot) if part)


def _permit(row: Permit, here: Lot) -> Event:
    status = words.status(row.status)
    kind = words.permit_type(row.permit_type_definition, row.permit_type)
    cost = words.money(words.best_cost(row.estimated_cost, row.revised_cost))
    return Event(
        kind="Building permit",
        title=words.headline(row.description, kind),
        number=row.permit_number,
        day=row.filed_date,
        when=f"Filed: {words.date(row.filed_date)}",
        where=_where(row.address, row, here),
        status=status,
        permit=row.permit_number,
        is_open=is_open(status),
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
        day=row.filed_date,
        when=f"Filed: {day(row, 'filed_date')}",
        where=_where(row.address, row, here),
        status=status,
        is_open=is_open(status),
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
        day=row.date_filed,
        when=f"Filed: {day(row, 'date_filed')}",
        where=_where(street_line(row), row, here),
        status=status,
        is_open=status.tone == "progress",
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
        day=first.date_filed,
        when=f"Complaint filed: {day(first, 'date_filed')}",
        where=_where(street_line(first), first, here),
        status=status,
        is_open=status.tone == "progress",
        items=_items(rows),
    )


def _inspection(row: Inspection, permits: set[str], here: Lot) -> Event:
    number = row.reference_number or ""
    of = (row.reference_number_type or "").strip().lower()
    return Event(
        kind="Inspection",
        title=row.inspection_description or "Inspection: what of is not recorded",
        number=f"{of} {number}".strip() or NOT_RECORDED,
        day=row.scheduled_date,
        when=f"Scheduled: {day(row, 'scheduled_date')}",
        where=_where("", row, here),
        permit=number if of == "permit" and number in permits else "",
        facts=(
            Fact("Result", words.text(row.result)),
            Fact("Inspector", words.text(row.inspector)),
        ),
    )


def open_rows(rows: Iterable[Row]) -> int:
    """How many of the rows are open, by their status; inspections have none."""
    return sum(_row_is_open(row) for row in rows)


def _row_is_open(row: Row) -> bool:
    if isinstance(row, Inspection):
        return False
    if isinstance(row, Complaint | Violation):
        return enforcement_status(row.status).tone == "progress"
    return is_open(words.status(row.status))


def street_line(row: Complaint | Violation) -> str:
    return format_address(
        row.street_number or "",
        "",
        row.street_name or "",
        (row.street_suffix or "").capitalize(),
        row.unit or "",
        "",
    )


def parcel_line(parcel: Parcel) -> str:
    """`2500-2510 Mission St`, of the addresses that the list of parcels has."""
    first, last = parcel.from_address_num or "", parcel.to_address_num or ""
    number = f"{first}-{last}" if last and last != first else first
    street = (parcel.street_name or "").strip().lower()
    kind = (parcel.street_type or "").capitalize()
    return format_address(number, "", street, kind, "", "")


def addresses(place: PlaceRecord) -> list[str]:
    """Every address that something here is recorded at, each once."""
    parcels = [place.parcel, *place.tied] if place.parcel else place.tied
    lots = place.lots
    lines = [
        *(parcel_line(one) for one in parcels),
        *(row.address or "" for row in place.permits if (row.block, row.lot) in lots),
        *(row.address or "" for row in place.trade_permits),
        *(street_line(row) for row in place.complaints),
    ]
    once = {line.casefold(): line for line in reversed(lines) if line}
    return sorted(once.values(), key=_by_number)


def _by_number(line: str) -> tuple[str, int, str]:
    head, _, street = line.partition(" ")
    digits = "".join(c for c in head.partition("-")[0] if c.isascii() and c.isdigit())
    return street, int(digits[:9] or 0), line
