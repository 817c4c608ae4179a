"""One parcel: everything recorded at it, its JSON twin, and what if there is none."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from permits import words
from permits.models import Parcel
from permits.querysets.place_record import (
    MOST_OF_A_KIND,
    PlaceRecord,
    place_record,
)
from permits.querysets.places import near_lots
from permits.views.charts import STEP, Column, columns
from permits.views.facts import Fact
from permits.views.loaded import absence, site
from permits.views.parcel_address import canonical, parcel_url
from permits.views.place import Event, addresses, events, open_rows
from permits.views.place_json import place_document

# More open entries, addresses or lots than this are folded.
SHOWN_OPEN: Final = 20
SHOWN_ADDRESSES: Final = 6
SHOWN_LOTS: Final = 12
LONGEST_SHOWN: Final = 20
# Of the other entries a page of the list has this many.
PAGE: Final = 40
LONGEST_OFFSET: Final = 5
# Each kind of entry: its name, and the data sets that it comes from.
_KINDS: Final = {
    "permits": ("Building permits", ("permits",)),
    "trade_permits": (
        "Electrical and plumbing permits",
        ("electrical_permits", "plumbing_permits"),
    ),
    "complaints": ("Complaints", ("complaints",)),
    "violations": ("Items in notices of violation", ("violations",)),
    "inspections": ("Inspections", ("inspections",)),
}


@dataclass(frozen=True, slots=True)
class Folded:
    """A list of which all after the first few are folded away."""

    shown: list[Any]
    rest: list[Any]


def _folded(rows: list[Any], shown: int) -> Folded:
    return Folded(rows[:shown], rows[shown:])


@dataclass(frozen=True)
class Page:
    """What parcel.html shows of a place; made of lists, so that it asks nothing."""

    place: PlaceRecord
    canonical: str
    offset: int = 0

    @property
    def name(self) -> str:
        return f"Block {self.place.block}, lot {self.place.lot}"

    @cached_property
    def events(self) -> list[Event]:
        return events(self.place)

    @cached_property
    def open(self) -> Folded:
        return _folded([e for e in self.events if e.is_open], SHOWN_OPEN)

    @cached_property
    def past(self) -> list[Event]:
        return [e for e in self.events if not e.is_open]

    @property
    def others(self) -> Folded:
        return Folded(self.past[self.offset : self.offset + PAGE], [])

    @property
    def range(self) -> str:
        """`41 to 80 of 120`, if they do not fit on one page."""
        if len(self.past) <= PAGE or self.offset >= len(self.past):
            return ""
        last = min(self.offset + PAGE, len(self.past))
        return f"{self.offset + 1} to {last} of {len(self.past)}"

    @property
    def newer_url(self) -> str:
        return self._at(self.offset - PAGE) if self.offset else ""

    @property
    def older_url(self) -> str:
        after = self.offset + PAGE
        return self._at(after) if after < len(self.past) else ""

    def _at(self, offset: int) -> str:
        path = reverse("parcel", args=[self.place.block, self.place.lot])
        return f"{path}?from={offset}#past" if offset > 0 else f"{path}#past"

    @property
    def counts(self) -> list[Fact]:
        """How many of each kind, or why there are none."""
        return [self._count(kind) for kind in _KINDS]

    def _count(self, kind: str) -> Fact:
        name, datasets = _KINDS[kind]
        rows = getattr(self.place, kind)
        if rows:
            waiting = open_rows(rows)
            text = f"{len(rows):,}" + ("+" if kind in self.place.cut else "")
            text += f", {waiting:,} open" if waiting else ""
        else:
            text = absence(self.place.fresh, *datasets)
        return Fact(name, text)

    @property
    def cut(self) -> str:
        names = [_KINDS[kind][0].lower() for kind in _KINDS if kind in self.place.cut]
        if not names:
            return ""
        return f"Of {' and '.join(names)} only the newest {MOST_OF_A_KIND} are here."

    @property
    def years(self) -> list[Column]:
        """Entries by year; a chart of a single year would say nothing."""
        made = columns(Counter(e.day.year for e in self.events if e.day))
        return made if len(made) > 1 else []

    @property
    def years_width(self) -> int:
        return STEP * len(self.years)

    @cached_property
    def all_addresses(self) -> list[str]:
        return addresses(self.place)

    @property
    def addresses(self) -> Folded:
        return _folded(self.all_addresses, SHOWN_ADDRESSES)

    @property
    def tied(self) -> Folded:
        linked = [(_lot_name(lot), _lot_url(lot), _use(lot)) for lot in self.place.tied]
        return _folded(linked, SHOWN_LOTS)

    @property
    def facts(self) -> list[Fact]:
        parcel = self.place.parcel
        if parcel is None:
            return []
        return [
            Fact("Status", _use(parcel)),
            Fact("Lot on the ground", words.text(parcel.mapblklot)),
            Fact("Zoning", words.text(parcel.zoning_code)),
            Fact("Zoning district", words.text(parcel.zoning_district)),
            Fact("Neighborhood", words.text(parcel.neighborhoods_analysis_boundaries)),
            Fact("Supervisor district", words.text(parcel.supervisor_district)),
        ]

    @property
    def no_parcel(self) -> str:
        return absence(self.place.fresh, "parcels")

    @property
    def summary(self) -> str:
        waiting = len(self.open.shown) + len(self.open.rest)
        return f"{words.counted(len(self.events), 'entry', 'entries')}, {waiting} open."

    @property
    def search_url(self) -> str:
        asked = {"block": self.place.block, "lot": self.place.lot}
        return f"{reverse('search')}?{urlencode(asked)}"

    @property
    def json_url(self) -> str:
        return reverse("parcel_json", args=[self.place.block, self.place.lot])


def _lot_name(parcel: Parcel) -> str:
    if parcel.block and parcel.lot:
        return f"Block {parcel.block}, lot {parcel.lot}"
    return parcel.blklot


def _lot_url(parcel: Parcel) -> str:
    return parcel_url(parcel.block, parcel.lot)


def _use(parcel: Parcel) -> str:
    if parcel.active is None:
        return "not recorded"
    if parcel.active:
        return "in use"
    dropped = parcel.date_rec_drop or parcel.date_map_drop
    return f"retired, {words.date(dropped)}" if dropped else "retired"


@require_safe
def page(request: HttpRequest, block: str, lot: str) -> HttpResponse:
    """At most 8 queries, listed in the test."""
    named = canonical(block, lot)
    if named is None:
        return _missing(request, block, lot)
    if named != (block, lot):
        return redirect("parcel", *named, permanent=True)
    place = place_record(*named)
    if place.is_empty:
        return _missing(request, *named)
    address = request.build_absolute_uri(reverse("parcel", args=named))
    shown = Page(place, address, _offset(request))
    context = {"page": shown, "place": place, "site": site(place.fresh)}
    return render(request, "permits/parcel.html", context)


def _offset(request: HttpRequest) -> int:
    """The start of the page of the list in `from`; the first page if it is odd."""
    text = request.GET.get("from", "")
    readable = text.isascii() and text.isdigit() and len(text) <= LONGEST_OFFSET
    return int(text) // PAGE * PAGE if readable else 0


def _missing(request: HttpRequest, block: str, lot: str) -> HttpResponse:
    named = canonical(block, lot)
    near = near_lots(*named) if named else []
    context = {
        "block": block[:LONGEST_SHOWN],
        "lot": lot[:LONGEST_SHOWN],
        "readable": named is not None,
        "near": [(one, parcel_url(block, one)) for one in near],
    }
    return render(request, "permits/no_parcel.html", context, status=404)


@require_safe
def as_json(_request: HttpRequest, block: str, lot: str) -> HttpResponse:
    """The place's record as JSON; 404 with near lots where there is none."""
    named = canonical(block, lot)
    place = place_record(*named) if named else None
    if place is None or place.is_empty:
        shown = f"block {block[:LONGEST_SHOWN]}, lot {lot[:LONGEST_SHOWN]}"
        body = {
            "status": 404,
            "title": "Not found",
            "detail": f"Nothing is recorded at {shown}.",
            "near": near_lots(*named) if named else [],
        }
        return JsonResponse(body, status=404)
    return JsonResponse(place_document(place, addresses(place)))
