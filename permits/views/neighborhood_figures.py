"""A neighborhood's figures as charts and tables: what is built, how long it takes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from permits import words
from permits.models import NeighborhoodStatistics
from permits.querysets.permits import FEWEST_SIMILAR
from permits.search.index import DURATION_YEARS
from permits.views.charts import Years, years

ELSE: Final = "Everything else"
# Form numbers by what they are for; those of no kind are everything else.
KINDS: Final[Mapping[str, frozenset[int]]] = {
    "New construction": frozenset({1, 2}),
    "Additions, alterations or repairs": frozenset({3}),
    "Alterations, over the counter": frozenset({8}),
    "Demolition": frozenset({6}),
}
WAYS: Final[Mapping[str, str]] = {
    "over the counter": "Over the counter (form 8)",
    "in-house": "Reviewed in-house (forms 1, 2, 3, 5 and 6)",
}


@dataclass(frozen=True, slots=True)
class Built:
    """Permits by year and kind: a chart a kind, and one table of all of them."""

    charts: list[Years]
    heads: list[str]
    rows: list[tuple[int, list[int], int]]
    undated: int


def _kind(form: int | None) -> str:
    return next((kind for kind, forms in KINDS.items() if form in forms), ELSE)


def built(found: NeighborhoodStatistics) -> Built:
    """Every year from the first to the last; kinds without any permit are left out."""
    by_kind: dict[str, Counter[int]] = {kind: Counter() for kind in (*KINDS, ELSE)}
    undated = 0
    for year, form, permits in found.filed:
        if year is None:
            undated += permits
        else:
            by_kind[_kind(form)][year] += permits
    kinds = {kind: counts for kind, counts in by_kind.items() if counts}
    listed = [year for counts in kinds.values() for year in counts]
    span = range(min(listed), max(listed) + 1) if listed else range(0)
    rows = [(year, [counts[year] for counts in kinds.values()]) for year in span]
    charts = [
        years({year: counts[year] for year in span}, kind, "Permits")
        for kind, counts in kinds.items()
    ]
    return Built(
        charts=[chart for chart in charts if chart],
        heads=list(kinds),
        rows=[(year, numbers, sum(numbers)) for year, numbers in reversed(rows)],
        undated=undated,
    )


@dataclass(frozen=True, slots=True)
class Wait:
    """Median days from filing to issue of one way of review, here and in the city.

    Without words where there is no permit to take a median of.
    """

    way: str
    here: str
    here_permits: int
    city: str
    city_permits: int

    @property
    def is_thin(self) -> bool:
        return self.here_permits < FEWEST_SIMILAR


def waits(
    own: NeighborhoodStatistics, city: NeighborhoodStatistics | None
) -> list[Wait]:
    here, there = medians(own), medians(city)
    return [
        Wait(said, *here.get(way, NO_MEDIAN), *there.get(way, NO_MEDIAN))
        for way, said in WAYS.items()
    ]


NO_MEDIAN: Final = ("", 0)


def medians(found: NeighborhoodStatistics | None) -> dict[str, tuple[str, int]]:
    """Median in words and the number of permits it is of, by the way of review."""
    rows = found.days if found else []
    return {way: (length(median), permits) for way, median, permits in rows}


def length(median: float) -> str:
    return words.between(round(median))


def complaints_by_year(found: NeighborhoodStatistics) -> Years | None:
    by_year = {year: number for year, number in found.complaint_years if year}
    return years(by_year, "Complaints by the year they were filed", "Complaints")


LATELY: Final = f"filed in the last {DURATION_YEARS} years of the record"
