"""All stations of review, as a page and as JSON."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ops.public import public_page
from permits import stations, words
from permits.models import Station
from permits.querysets.baselines import Baseline, StationLine, all_stations
from permits.querysets.freshness import Freshness, freshness
from permits.views.loaded import absence
from permits.views.station_json import line_document
from permits.views.station_words import station_url

SHORT: Final = 90
LONG: Final = 365
LONGEST_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of stations."""

    line: StationLine

    @property
    def station(self) -> Station:
        return self.line.station

    @property
    def url(self) -> str:
        return station_url(self.station.station)

    @property
    def meaning(self) -> stations.Meaning | None:
        return stations.meaning(self.station.station)

    @property
    def department(self) -> str:
        return stations.department(self.station.department)

    @property
    def short(self) -> Baseline | None:
        return self.line.baselines.get(SHORT)

    @property
    def long(self) -> Baseline | None:
        return self.line.baselines.get(LONG)

    @property
    def halves(self) -> list[Baseline | None]:
        return [self.short, self.long]

    @property
    def oldest(self) -> int:
        """Days that its oldest open review has been there; -1: none is open."""
        arrived = self.station.oldest_arrive
        return max(0, (self.station.as_of - arrived).days) if arrived else -1


def _half(found: Baseline | None) -> tuple[int, int]:
    """Most days first; stations where nothing finished come last."""
    return (-found.p50, -found.n) if found else (1, 0)


Key = Callable[[Row], object]
# By the value of `order`: what the column is called, and what it is sorted by.
ORDERS: Final[dict[str, tuple[str, Key]]] = {
    "code": ("Station", lambda row: row.station.station),
    "open": ("Open", lambda row: -row.station.open_reviews),
    "oldest": ("Oldest open", lambda row: -row.oldest),
    "days90": ("Half took, 90 days", lambda row: _half(row.short)),
    "days365": ("Half took, 365 days", lambda row: _half(row.long)),
    "department": ("Department", lambda row: row.department or "~"),
}
FIRST_ORDER: Final = "open"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's name, and the address of the page in its order."""

    label: str
    url: str
    is_current: bool
    is_rising: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What stations.html shows; made of lists, so that it asks nothing."""

    lines: list[StationLine]
    fresh: Freshness
    asked: str
    canonical: str

    @property
    def order(self) -> str:
        return self.asked if self.asked in ORDERS else FIRST_ORDER

    @property
    def unknown_order(self) -> str:
        return (
            ""
            if self.order == (self.asked or FIRST_ORDER)
            else self.asked[:LONGEST_SHOWN]
        )

    @property
    def rows(self) -> list[Row]:
        _, key = ORDERS[self.order]
        return sorted(map(Row, self.lines), key=key)  # type: ignore[arg-type]

    @property
    def headings(self) -> list[Heading]:
        path = reverse("stations")
        return [
            Heading(
                label,
                path if name == FIRST_ORDER else f"{path}?order={name}",
                is_current=name == self.order,
                is_rising=name in {"code", "department"},
            )
            for name, (label, _) in ORDERS.items()
        ]

    @property
    def as_of(self) -> dt.date | None:
        return self.lines[0].station.as_of if self.lines else None

    @property
    def none(self) -> str:
        """Why there is no station: nothing loaded, or nothing counted yet."""
        if self.fresh.loaded_on("addenda") is None:
            return f"Plan review: {absence(self.fresh, 'addenda')}."
        return "Plan review is loaded, and its stations have not been counted yet."

    @property
    def sources(self) -> str:
        """The city's texts that the meanings on the page are from."""
        found = (row.meaning for row in map(Row, self.lines))
        return "; ".join(sorted({one.source for one in found if one}))

    @property
    def summary(self) -> str:
        count = words.counted(len(self.lines), "station")
        waiting = sum(line.station.open_reviews for line in self.lines)
        return f"{count}, {words.counted(waiting, 'open review')}"


def _asked(given: QueryDict) -> str | None:
    order = given.get("order", "")
    if not order:
        return ""
    return f"order={order}" if order in ORDERS else None


@require_safe
@public_page("stations", asked=_asked)
def page(request: HttpRequest) -> HttpResponse:
    """Two queries, listed in the test."""
    fresh = freshness()
    shown = Page(
        lines=all_stations(),
        fresh=fresh,
        asked=request.GET.get("order", ""),
        canonical=request.build_absolute_uri(reverse("stations")),
    )
    context = {"page": shown, "site": fresh.site}
    return render(request, "permits/stations.html", context)


@require_safe
@public_page("stations_json")
def as_json(_request: HttpRequest) -> HttpResponse:
    """All stations by code, with their figures."""
    lines = all_stations()
    fresh = freshness()
    return JsonResponse(
        {
            "stations": [line_document(line) for line in lines],
            "loaded": {"addenda": fresh.loaded_at.get("addenda")},
        }
    )
