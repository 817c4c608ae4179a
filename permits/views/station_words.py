"""What is said of a station wherever it is named: its address, its usual days."""

from collections.abc import Sequence
from dataclasses import dataclass

from permits import words
from permits.querysets.baselines import (
    MOST_FOLLOWERS,
    SIMILAR_WINDOW,
    Baseline,
    Follower,
    counted,
)
from permits.querysets.permits import FEWEST_SIMILAR
from permits.views.address import address


def station_url(code: str | None) -> str:
    """The page of the station; "" where there is no code."""
    return address("station", code) if code else ""


def few_finished(found: Baseline | None, window: int = SIMILAR_WINDOW) -> str:
    """Why nothing is said to be usual."""
    if found is None:
        return f"no review finished here in the last {window} days of the data"
    reviews = words.counted(found.n, "review")
    return (
        f"only {reviews} finished here in the last {window} days of the data,"
        " too few to say what is usual"
    )


@dataclass(frozen=True, slots=True)
class Next:
    """One station that came next, after how many of the reviews. "" : none did."""

    code: str
    reviews: int
    percent: int

    @property
    def url(self) -> str:
        return station_url(self.code)


@dataclass(frozen=True, slots=True)
class Followers:
    """What came after `count` reviews, the commonest first; the rarest are summed."""

    count: int
    shown: tuple[Next, ...]
    others: int


def followers(found: Sequence[Follower]) -> Followers | None:
    """None where fewer than 30 reviews are known: that would be chance."""
    count = counted(found)
    if count < FEWEST_SIMILAR:
        return None
    shown = [
        Next(one.station, one.reviews, round(100 * one.reviews / count))
        for one in found[:MOST_FOLLOWERS]
    ]
    others = sum(one.reviews for one in found[MOST_FOLLOWERS:])
    return Followers(count, tuple(shown), others)
