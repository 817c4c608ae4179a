"""One station of review: its page, its JSON twin, and what to show if there is none."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ops.public import public_page
from permits import stations, words
from permits.models import Station, StationWaiting
from permits.querysets.baselines import (
    Baseline,
    Follower,
    Near,
    StationLine,
    followers,
    longest_waiting,
    near_stations,
    station_line,
)
from permits.querysets.freshness import Freshness, freshness
from permits.search.labels import NOT_RECORDED
from permits.views import station_words
from permits.views.address import address
from permits.views.facts import Fact
from permits.views.permit_address import permit_url
from permits.views.station_json import station_document
from permits.views.station_trend import Trend, trend

WINDOWS: Final = (90, 365)
LONGEST_SHOWN: Final = 40
# More open reviews than this are folded.
SHOWN_WAITING: Final = 10


@dataclass(frozen=True, slots=True)
class Window:
    """The days of reviews that finished within a window; `found` None: of none."""

    days: int
    found: Baseline | None

    @property
    def note(self) -> str:
        """What keeps its figures from saying what is usual."""
        if self.found and self.found.is_enough:
            return ""
        return words.sentence(station_words.few_finished(self.found, self.days)) + "."


@dataclass(frozen=True, slots=True)
class Waiting:
    """One review that is open, and since when."""

    row: StationWaiting
    station: Station

    @property
    def url(self) -> str:
        return permit_url(self.row.application_number)

    @property
    def days(self) -> str:
        return words.days(max(0, (self.station.as_of - self.row.arrive).days))


@dataclass(frozen=True, slots=True)
class Page:
    """What station.html shows; made of lists, so that it asks nothing."""

    line: StationLine
    longest: list[StationWaiting]
    after: list[Follower]
    fresh: Freshness
    canonical: str

    @property
    def station(self) -> Station:
        return self.line.station

    @property
    def code(self) -> str:
        return self.station.station

    @property
    def meaning(self) -> stations.Meaning | None:
        return stations.meaning(self.code)

    @property
    def summary(self) -> str:
        name = f" ({self.meaning.name})" if self.meaning else ""
        waiting = words.counted(self.station.open_reviews, "open review")
        return f"{self.code}{name}: {waiting} as of {words.date(self.station.as_of)}."

    @property
    def glance(self) -> list[Fact]:
        station = self.station
        department = stations.department(station.department)
        return [
            Fact("Department", department or NOT_RECORDED),
            Fact("Open reviews", f"{station.open_reviews:,}"),
            Fact("Half of them open for", _at_least(station.open_median_days)),
            Fact("One in ten open for", _at_least(station.open_p90_days)),
            Fact("Last finish", words.date(station.last_finish)),
        ]

    @property
    def leftovers(self) -> str:
        count = self.station.leftovers
        if not count:
            return ""
        steps = words.counted(count, "more step was", "more steps were")
        return (
            f"{steps} never closed, of permits or addenda that are past review by"
            " their status. They are not counted as open."
        )

    @property
    def windows(self) -> list[Window]:
        return [Window(days, self.line.baselines.get(days)) for days in WINDOWS]

    @property
    def trend(self) -> Trend:
        return trend(self.station)

    @property
    def waiting(self) -> list[Waiting]:
        return [Waiting(row, self.station) for row in self.longest[:SHOWN_WAITING]]

    @property
    def more_waiting(self) -> list[Waiting]:
        return [Waiting(row, self.station) for row in self.longest[SHOWN_WAITING:]]

    @property
    def unlisted(self) -> int:
        """How many open reviews the page does not list."""
        return max(0, self.station.open_reviews - len(self.longest))

    @property
    def next(self) -> station_words.Followers | None:
        return station_words.followers(self.after)

    @property
    def json_url(self) -> str:
        return address("station_json", self.code)


def _at_least(days: int | None) -> str:
    return NOT_RECORDED if days is None else f"{words.days(days)} or more"


@require_safe
@public_page("station")
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Four queries, listed in the test."""
    line = station_line(code)
    if line is None:
        return _missing(request, code)
    written = line.station.station
    if written != code:
        return redirect("station", written, permanent=True)
    fresh = freshness()
    shown = Page(
        line=line,
        longest=list(longest_waiting(written)),
        after=followers(written),
        fresh=fresh,
        canonical=request.build_absolute_uri(address("station", written)),
    )
    context = {"page": shown, "station": line.station, "site": fresh.site}
    return render(request, "permits/station.html", context)


def _missing(request: HttpRequest, code: str) -> HttpResponse:
    codes = near_stations(code)
    context = {
        "typed": code[:LONGEST_SHOWN],
        "why": _why(codes),
        "near": [(one, station_words.station_url(one)) for one in codes.near],
    }
    return render(request, "permits/station_missing.html", context, status=404)


def _why(codes: Near) -> str:
    if codes.known:
        return "No review in the record was sent to a station of that code."
    return "The stations of the record have not been counted yet."


@require_safe
@public_page("station_json")
def as_json(_request: HttpRequest, code: str) -> HttpResponse:
    """The station's figures as JSON; 404 with near codes where there is none."""
    line = station_line(code)
    if line is None:
        codes = near_stations(code)
        body = {
            "status": 404,
            "title": "Not found",
            "detail": f"There is no station {code[:LONGEST_SHOWN]}. {_why(codes)}",
            "near": codes.near,
        }
        return JsonResponse(body, status=404)
    written = line.station.station
    return JsonResponse(
        station_document(line, longest_waiting(written), followers(written))
    )
