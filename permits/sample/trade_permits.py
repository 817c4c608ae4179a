"""Electrical (ftty-kx6y) and plumbing permits (a6aw-rudh), beside a building permit."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .draws import Draws
from .heads import Head, midnight, ordinal
from .parcels import read_toml
from .scene import Scene, Values
from .timeline import by_year

PLACE = (
    *("block", "lot", "street_number", "street_number_suffix", "street_name"),
    *("street_suffix", "unit", "unit_suffix"),
)
COURSE = "description", "status", "filed_date", "issued_date", "completed_date"
AREA = "neighborhoods_analysis_boundaries", "supervisor_district"
POINT = "location", "point_source", "data_as_of", "data_loaded_at"
ELECTRICAL_COLUMNS = (
    *("permit_number", "application_creation_date", *PLACE, *COURSE),
    *("permit_valuation", *AREA, "zip_code", *POINT),
)
PLUMBING_COLUMNS = (
    *("permit_number", "application_date", *PLACE, *COURSE, *AREA, "zipcode", *POINT),
)

# Permits of the trade for a thousand building permits, by the year of filing.
SHARES = {
    "electrical": {1973: 0, 1990: 110, 2000: 250, 2013: 340, 2026: 380},
    "plumbing": {1973: 0, 1990: 210, 2000: 370, 2013: 480, 2026: 520},
}
PREFIXES = {"electrical": ("E", "EW"), "plumbing": ("PM", "PW")}
WEB_SINCE, WEB, EATEN_BLANKS = 2008, 0.35, 0.25
NEW_TEXT = 2016  # since then descriptions keep their blanks
LATER, TO_COMPLETE = 200, 240  # days after filing, and from issue to completion
COMPLETE, EXPIRED, OLD = 0.72, 0.1, 900


class TradePermit(NamedTuple):
    """Days are ordinals, `completed` 0 where it is not; `head` gives the address."""

    number: str
    head: Head
    filed: int
    completed: int
    status: str
    description: str
    valuation: str


class TradePermits:
    """`of` gives the same permits whenever it is asked for all heads in order."""

    def __init__(self, scene: Scene, trade: str) -> None:
        self.draws: Draws = scene.draws(f"{trade} permits")
        self.rnd = self.draws.random.random
        self.today = scene.today
        self.shares, self.prefixes = SHARES[trade], PREFIXES[trade]
        self.eats = trade == "plumbing"
        self.texts = self.draws.ranked(read_toml("trades.toml")[trade]["words"])
        self.numbers: dict[tuple[str, int], int] = {}

    def of(self, head: Head) -> Iterator[TradePermit]:
        share = by_year(self.shares, int(head.filed_date[:4]))
        while self.draws.below(1000) < share:
            filed = ordinal(head.issued_date or head.filed_date)
            filed += self.draws.below(LATER)
            if filed > self.today or not head.issued_date:
                return
            yield self.permit(head, filed)
            share = share * 2 // 5

    def permit(self, head: Head, filed: int) -> TradePermit:
        below, text = self.draws.below, next(self.texts)
        completed = filed + 1 + below(TO_COMPLETE)
        turn = self.rnd()
        status = "complete" if turn < COMPLETE and completed <= self.today else "issued"
        old = self.today - filed > OLD
        if turn > 1 - EXPIRED and old:
            status = "expired"
        year = int(midnight(filed)[:4])
        if self.eats and year < NEW_TEXT and self.rnd() < EATEN_BLANKS:
            text = text.replace(" ", "")
        return TradePermit(
            self.number(filed, year),
            head,
            filed,
            completed if status == "complete" else 0,
            status,
            text,
            str(500 * (1 + below(60))) if self.rnd() < 0.8 else "",  # noqa: PLR2004
        )

    def number(self, filed: int, year: int) -> str:
        """`E200409037102`, or `EW20090507045` over the web: running on within a day."""
        web = year >= WEB_SINCE and self.rnd() < WEB
        prefix = self.prefixes[web]
        nth = self.numbers.get((prefix, filed), 0)
        self.numbers[prefix, filed] = nth + 1
        width = 4 if prefix == "E" else 3
        base = 10**width
        place = (filed * 37 + nth) % base
        return f"{prefix}{midnight(filed)[:10].replace('-', '')}{place:0{width}d}"


def written(permit: TradePermit) -> tuple[Values, Values, Values]:
    """From number to address, from description to days, and where it is on the map."""
    head, filed = permit.head, midnight(permit.filed)
    start = head.block, head.lot, head.street_number, head.street_number_suffix
    street = head.street_name, head.street_suffix, head.unit, head.unit_suffix
    area = head.neighborhoods_analysis_boundaries, head.supervisor_district
    course = permit.description, permit.status, filed, filed
    return (
        (permit.number, filed, *start, *street),
        (*course, midnight(permit.completed)),
        (*area, head.zipcode, head.location, head.point_source),
    )


def electrical_rows(scene: Scene, heads: Iterable[Head]) -> Iterator[Values]:
    permits = TradePermits(scene, "electrical")
    for head in heads:
        for permit in permits.of(head):
            start, course, place = written(permit)
            yield *start, *course, permit.valuation, *place


def plumbing_rows(scene: Scene, heads: Iterable[Head]) -> Iterator[Values]:
    permits = TradePermits(scene, "plumbing")
    for head in heads:
        for permit in permits.of(head):
            start, course, place = written(permit)
            yield *start, *course, *place
