"""Cost bands: the only place that knows their limits."""

import bisect
from decimal import Decimal
from typing import NamedTuple


class Band(NamedTuple):
    """Costs from `low`, and below `high` (None: no end), in dollars."""

    low: int
    high: int | None
    label: str


COST_BANDS = (
    Band(0, 5_000, "under $5,000"),
    Band(5_000, 25_000, "$5,000 to $25,000"),
    Band(25_000, 100_000, "$25,000 to $100,000"),
    Band(100_000, 500_000, "$100,000 to $500,000"),
    Band(500_000, 1_000_000, "$500,000 to $1 million"),
    Band(1_000_000, None, "$1 million and more"),
)
# What SQL's width_bucket takes; a band's number is its place in COST_BANDS.
LIMITS = [band.low for band in COST_BANDS[1:]]


def bands_between(low: int | None, high: int | None) -> range:
    """Numbers of the bands that hold any cost from `low` to `high`, both inclusive."""
    if low is not None and high is not None and low > high:
        return range(0)
    places = [
        place
        for place, band in enumerate(COST_BANDS)
        if (low is None or band.high is None or low < band.high)
        and (high is None or high >= band.low)
    ]
    return range(places[0], places[-1] + 1) if places else range(0)


def band_of(*costs: Decimal | None) -> int | None:
    """The number of the band that the highest of the costs is in."""
    known = [cost for cost in costs if cost is not None]
    return bisect.bisect_right(LIMITS, max(known)) if known else None
