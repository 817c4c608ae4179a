"""Reads of the stations of review: what is usual there, what waits, what comes next."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Sum
from django.db.models.functions import JSONObject

from permits.models import (
    Station,
    StationBaseline,
    StationFollower,
    StationWaiting,
)
from permits.querysets.permits import FEWEST_SIMILAR

# Permits are compared over the longer window, which holds enough of them.
SIMILAR_WINDOW: Final = 365
COUNTER_FORM: Final = 8
MOST_NEAR: Final = 8
LONGEST_CODE: Final = 40
MOST_FOLLOWERS: Final = 6

_QUANTILES: Final = ("p25", "p50", "p75", "p90")
_WHOLE: Final = (StationBaseline.Form.ANY, StationBaseline.Visit.ANY)


@dataclass(frozen=True, slots=True)
class Baseline:
    """Days from arrival to finish of `n` reviews that finished in the last `window`.

    `form` and `visit` are what they have in common: StationBaseline.Form and .Visit.
    """

    form: str
    visit: str
    window: int
    n: int
    p25: int
    p50: int
    p75: int
    p90: int

    @property
    def is_whole(self) -> bool:
        """Of all reviews at the station, not only of similar ones."""
        return (self.form, self.visit) == _WHOLE

    @property
    def is_enough(self) -> bool:
        return self.n >= FEWEST_SIMILAR


@dataclass(frozen=True, slots=True)
class Follower:
    """How many reviews were followed by one at `station`; "" for by none."""

    station: str
    reviews: int


@dataclass(frozen=True, slots=True)
class StationLine:
    """A station and its whole baselines by window."""

    station: Station
    baselines: Mapping[int, Baseline]


@dataclass(frozen=True, slots=True)
class Near:
    """Codes near one that there is not, and how many codes there are."""

    near: list[str]
    known: int


def read_baselines(rows: Iterable[Mapping[str, Any]] | None) -> list[Baseline]:
    return [Baseline(**row) for row in rows or ()]


def read_followers(rows: Iterable[Mapping[str, Any]] | None) -> list[Follower]:
    """The commonest first."""
    found = [Follower(**row) for row in rows or ()]
    return sorted(found, key=lambda one: (-one.reviews, one.station))


def usual(
    baselines: Iterable[Baseline], form: int | None, *, is_again: bool
) -> Baseline | None:
    """What to compare a review with: at least 30 similar ones, else all at its station.

    The latter even if they are fewer: who shows it has to look at `is_enough`.
    """
    kind = StationBaseline.Form
    visit = StationBaseline.Visit
    alike = (
        kind.COUNTER if form == COUNTER_FORM else kind.OTHER,
        visit.AGAIN if is_again else visit.FIRST,
    )
    by_kind = {
        (one.form, one.visit): one for one in baselines if one.window == SIMILAR_WINDOW
    }
    similar = by_kind.get(alike) if form is not None else None
    return similar if similar and similar.is_enough else by_kind.get(_WHOLE)


def all_stations() -> list[StationLine]:
    """All stations by code with their whole baselines; one query."""
    return _lines(Station.objects.order_by("station"))


def station_line(code: str) -> StationLine | None:
    """The station of that code, however its letters are written; one query."""
    if "\0" in code:
        return None
    found = _lines(Station.objects.filter(station__iexact=code).order_by("station"))
    # Two codes may differ in case alone: the exact one is meant.
    exact = [line for line in found if line.station.station == code]
    return next(iter(exact or found), None)


def _lines(stations: QuerySet[Station]) -> list[StationLine]:
    whole = StationBaseline.objects.filter(
        station=OuterRef("station"), form=_WHOLE[0], visit=_WHOLE[1]
    )
    rows = stations.annotate(whole=ArraySubquery(whole.values(document=_baseline())))
    return [
        StationLine(row, {one.window: one for one in read_baselines(row.whole)})
        for row in rows
    ]


def near_stations(code: str) -> Near:
    """Codes that begin like it or look like it; one query."""
    codes = list(Station.objects.values_list("station", flat=True))
    by_capitals = {one.upper(): one for one in sorted(codes)}
    typed = code.strip().upper()[:LONGEST_CODE]
    begin = [one for one in by_capitals if typed and one.startswith(typed)]
    alike = difflib.get_close_matches(typed, by_capitals, n=MOST_NEAR, cutoff=0.5)
    near = dict.fromkeys(by_capitals[one] for one in [*begin, *alike])
    return Near(list(near)[:MOST_NEAR], len(codes))


def longest_waiting(code: str) -> QuerySet[StationWaiting]:
    """The reviews open longest at the station, at most 50."""
    return StationWaiting.objects.filter(station=code).order_by("place")


def followers(code: str) -> list[Follower]:
    """What came after the station on permits of all forms, commonest first."""
    found = StationFollower.objects.filter(station=code).values("follower")
    counted = found.annotate(reviews_of_all=Sum("reviews"))
    return read_followers(
        {"station": row["follower"], "reviews": row["reviews_of_all"]}
        for row in counted
    )


def counted(followers: Sequence[Follower]) -> int:
    return sum(one.reviews for one in followers)


def _baseline() -> JSONObject:
    names = ("form", "visit", "window", "n", *_QUANTILES)
    return JSONObject(**{name: name for name in names})
