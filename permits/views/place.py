"""A place's record as entries of one list, each with what happened, when and where."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Final, TypeAlias

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
from permits.places.openness import is_open
from permits.places.reviews import PermitReviews
from permits.querysets.place_record import PlaceRecord
from permits.search.labels import NOT_RECORDED
from permits.views.facts import Fact
from permits.views.place_reviews import Desks, finished_items
from permits.views.review import day

REVIEW: Final = "Plan review"


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


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a notice of violation."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What an event is sorted by; a tower has thousands, and a page shows a few."""

    day: dt.date | None
    is_open: bool
    is_enforcement: bool
    make: Callable[[], Event]


def entries(place: PlaceRecord) -> list[Entry]:
    """All entries: open complaints, other open ones, the rest; each newest first.

    Those without a day come last.
    """
    here = (place.block, place.lot)
    notices = _notices(place.violations)
    numbers = {permit.permit_number for permit in place.permits}
    own = {complaint.complaint_number for complaint in place.complaints}
    loose = [rows for number, rows in notices.items() if number not in own]
    desks = open_desks(place)
    listed = [
        *(_entry(row, partial(_permit, row, here, desks)) for row in place.permits),
        *(_entry(row, partial(_trade, row, here)) for row in place.trade_permits),
        *(
            _entry(row, partial(_complaint, row, notices, here))
            for row in place.complaints
        ),
        *(_entry(rows[0], partial(_loose, rows, here)) for rows in loose),
        *(
            _entry(row, partial(_inspection, row, numbers, here))
            for row in place.inspections
        ),
        *(
            Entry(one.last, is_open=False, is_enforcement=False, make=make)
            for one in place.reviews
            if one.count and (make := partial(_review, one))
        ),
    ]
    listed.sort(key=lambda one: one.day or dt.date.min, reverse=True)
    return sorted(listed, key=_rank)


def _entry(row: "Row", make: Callable[[], Event]) -> Entry:
    return Entry(
        day=_day(row),
        is_open=_row_is_open(row),
        is_enforcement=isinstance(row, Complaint | Violation),
        make=make,
    )


def _day(row: "Row") -> dt.date | None:
    if isinstance(row, Inspection):
        return row.scheduled_date
    if isinstance(row, Complaint | Violation):
        return row.date_filed
    return row.filed_date


def _rank(one: Entry) -> int:
    """A tower's open permits must not bury its open complaints."""
    if not one.is_open:
        return 2
    return 0 if one.is_enforcement else 1


Row: TypeAlias = Permit | TradePermit | Complaint | Violation | Inspection
Lot: TypeAlias = tuple[str, str]


def _where(line: str | None, row: Row, here: Lot) -> str:
    """The address, and the lot where that is not the page's own."""
    elsewhere = (row.block, row.lot) != here and row.block and row.lot
    lot = f"block {row.block}, lot {row.lot}" if elsewhere else ""
    return " · ".join(part for part in (line, lot) if part)


def open_desks(place: PlaceRecord) -> dict[str, Desks]:
    """The desks that have the plans of each permit that is open, where there are any.

    A step that was left open on a permit that is over says nothing.
    """
    as_of = place.fresh.as_of("addenda") or timezone.localdate()
    waiting = {p.permit_number for p in place.permits if _row_is_open(p)}
    return {
        one.permit_number: Desks(one.open, as_of)
        for one in place.reviews
        if one.open and one.permit_number in waiting
    }


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


def _permit(row: Permit, here: Lot, desks: Mapping[str, Desks]) -> Event:
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
        desks=at.lines if (at := desks.get(row.permit_number)) else (),
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


def _inspection(row: Inspection, permits: set[str], here: Lot) -> Event:
    number = row.reference_number or ""
    of = (row.reference_number_type or "").strip().lower()
    return Event(
        kind="Inspection",
        title=row.inspection_description or "Inspection: what of is not recorded",
        number=f"{of} {number}".strip() or NOT_RECORDED,
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
        return _is_active(row.status)
    return _is_open(row.status)


@lru_cache(maxsize=256)
def _is_open(raw: str | None) -> bool:
    return is_open(words.status(raw))


@lru_cache(maxsize=256)
def _is_active(raw: str | None) -> bool:
    return enforcement_status(raw).tone == "progress"


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
