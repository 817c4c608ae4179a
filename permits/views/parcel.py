"""One parcel: everything recorded at it, its JSON twin, and what if there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ops.public import public_page
from permits import words
from permits.models import Parcel
from permits.places.entries import Key, Slice
from permits.querysets.place_record import (
    MOST_OF_A_KIND,
    PlaceShown,
    place_record,
    place_shown,
)
from permits.querysets.places import near_lots
from permits.views.address import address
from permits.views.charts import Years, years
from permits.views.facts import Fact
from permits.views.loaded import absence
from permits.views.map import Map, Spot
from permits.views.neighborhood_address import neighborhood_url
from permits.views.parcel_address import canonical, parcel_url
from permits.views.parcel_map import parcel_map
from permits.views.place import addresses, events, shown_addresses
from permits.views.place_json import place_document
from permits.views.place_pages import Listing, offset
from permits.views.place_reviews import review_count

# More addresses or lots than this are folded, and so many of those are listed.
SHOWN_ADDRESSES: Final = 6
SHOWN_LOTS: Final = 12
MOST_FOLDED: Final = 100
LONGEST_SHOWN: Final = 20
# So many of the open entries, and of the others, make a page of their list.
OPEN_PAGE: Final = 20
PAGE: Final = 40
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
    """A list of which those after the first few are folded away, and some left out."""

    shown: list[Any]
    rest: list[Any]
    left_out: int


def _folded(rows: list[Any], shown: int) -> Folded:
    most = shown + MOST_FOLDED
    return Folded(rows[:shown], rows[shown:most], max(0, len(rows) - most))


@dataclass(frozen=True)
class Page:
    """What parcel.html shows of a place; made of lists, so that it asks nothing."""

    place: PlaceShown
    canonical: str
    lists: Mapping[str, Slice]

    @property
    def name(self) -> str:
        return f"Block {self.place.block}, lot {self.place.lot}"

    @cached_property
    def open(self) -> Listing:
        found = self.place.entries
        return self._listing("open", "open", found.open, found.open_count)

    @cached_property
    def past(self) -> Listing:
        found = self.place.entries
        return self._listing("from", "past", found.past, found.past_count)

    def _listing(self, name: str, anchor: str, keys: list[Key], count: int) -> Listing:
        path = address("parcel", self.place.block, self.place.lot)
        offsets = {one: part.start for one, part in self.lists.items()}
        start, size = self.lists[name]
        shown = events(self.place, keys)
        return Listing(shown, count, start, size, name, path, anchor, offsets)

    @property
    def counts(self) -> list[Fact]:
        """How many of each kind, or why there are none."""
        review = review_count(self.place.entries.reviews) or self._no_review
        return [*(self._count(kind) for kind in _KINDS), Fact("Plan review", review)]

    @property
    def _no_review(self) -> str:
        return absence(self.place.fresh, "addenda")

    def _count(self, kind: str) -> Fact:
        name, datasets = _KINDS[kind]
        rows, waiting = self.place.entries.counts[kind]
        if rows:
            text = f"{rows:,}"
            text += f", {waiting:,} open" if waiting else ""
        else:
            text = absence(self.place.fresh, *datasets)
        return Fact(name, text)

    @property
    def cut(self) -> str:
        names = [_KINDS[kind][0].lower() for kind in _KINDS if kind in self.place.cut]
        if not names:
            return ""
        return f"Of {' and '.join(names)} only the newest {MOST_OF_A_KIND} are listed."

    @cached_property
    def years(self) -> Years | None:
        """Entries by year; a chart of a single year would say nothing."""
        title = "Everything recorded here, by year"
        made = years(self.place.entries.years, title, "Entries")
        return made if made and len(made.columns) > 1 else None

    @cached_property
    def all_addresses(self) -> list[str]:
        return shown_addresses(self.place)

    @cached_property
    def addresses(self) -> Folded:
        return _folded(self.all_addresses, SHOWN_ADDRESSES)

    @cached_property
    def tied(self) -> Folded:
        """Each with its page and its use."""
        found = _folded(self.place.tied, SHOWN_LOTS)
        shown, rest = map(_links, (found.shown, found.rest))
        return Folded(shown, rest, found.left_out)

    @cached_property
    def map(self) -> Map:
        place = self.place
        tied = {lot.lot for lot in place.tied if lot.block == place.block and lot.lot}
        return parcel_map(place.block, place.lot, place.parcel, place.around, tied)

    @cached_property
    def near(self) -> Folded:
        spots: list[Spot] = self.map.listed
        return _folded(spots, SHOWN_LOTS)

    @property
    def neighborhood(self) -> str:
        return self.place.around.neighborhood or ""

    @property
    def neighborhood_url(self) -> str:
        return neighborhood_url(self.neighborhood)

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
        found = self.place.entries
        count = words.counted(found.open_count + found.past_count, "entry", "entries")
        return f"{count}, {self.open.count} open."

    @property
    def search_url(self) -> str:
        asked = {"block": self.place.block, "lot": self.place.lot}
        return f"{address('search')}?{urlencode(asked)}"

    @property
    def json_url(self) -> str:
        return address("parcel_json", self.place.block, self.place.lot)


def _lot_name(parcel: Parcel) -> str:
    if parcel.block and parcel.lot:
        return f"Block {parcel.block}, lot {parcel.lot}"
    return parcel.blklot


def _lot_url(parcel: Parcel) -> str:
    return parcel_url(parcel.block, parcel.lot)


def _links(lots: list[Parcel]) -> list[tuple[str, str, str]]:
    return [(_lot_name(lot), _lot_url(lot), _use(lot)) for lot in lots]


def _use(parcel: Parcel) -> str:
    if parcel.active is None:
        return "not recorded"
    if parcel.active:
        return "in use"
    dropped = parcel.date_rec_drop or parcel.date_map_drop
    return f"retired, {words.date(dropped)}" if dropped else "retired"


def _lists(given: QueryDict) -> dict[str, Slice]:
    """The part of each list that is asked for."""
    sizes = {"open": OPEN_PAGE, "from": PAGE}
    return {
        name: Slice(offset(given.get(name, ""), size), size)
        for name, size in sizes.items()
    }


def _asked(given: QueryDict) -> str:
    starts = {name: part.start for name, part in _lists(given).items()}
    return urlencode({name: start for name, start in starts.items() if start})


@require_safe
@public_page("parcel", asked=_asked)
def page(request: HttpRequest, block: str, lot: str) -> HttpResponse:
    """At most 8 queries, listed in the test."""
    named = canonical(block, lot)
    if named is None:
        return _missing(request, block, lot)
    if named != (block, lot):
        return redirect("parcel", *named, permanent=True)
    lists = _lists(request.GET)
    place = place_shown(*named, lists["open"], lists["from"])
    if place.is_empty:
        return _missing(request, *named)
    canonical_url = request.build_absolute_uri(address("parcel", *named))
    shown = Page(place, canonical_url, lists)
    context = {"page": shown, "place": place, "site": place.fresh.site}
    return render(request, "permits/parcel.html", context)


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
@public_page("parcel_json")
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
