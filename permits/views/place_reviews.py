"""Plan review at a place: the desks that have its permits, and what is finished."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from permits import words
from permits.places.entries import ReviewCount
from permits.places.reviews import Finished, OpenDesk, PermitReviews
from permits.search.labels import NOT_RECORDED

# Beside a permit so many desks are named, the longest waiting first.
MOST_DESKS: Final = 4


@dataclass(frozen=True, slots=True)
class Desks:
    """The desks that have a permit's plans on the day `as_of`."""

    open: Sequence[OpenDesk]
    as_of: dt.date

    @property
    def lines(self) -> tuple[str, ...]:
        named = [desk_line(desk, self.as_of) for desk in self.open[:MOST_DESKS]]
        more = len(self.open) - len(named)
        return (*named, f"{more:,} more, on the permit's page") if more else (*named,)


def desk_line(desk: OpenDesk, as_of: dt.date) -> str:
    """`BLDG for addendum 2 since November 1, 2025 (62 days)`."""
    waited = words.days(max(0, (as_of - desk.arrived).days))
    return f"{_station(desk)} since {words.date(desk.arrived)} ({waited})"


def finished_line(review: Finished) -> str:
    """`BLDG, April 12, 2025: Approved`; nine reviews in ten have no result."""
    result = f": {review.result}" if review.result else ""
    return f"{_station(review)}, {words.date(review.day)}{result}"


def _station(review: OpenDesk | Finished) -> str:
    code = review.station or f"station {NOT_RECORDED}"
    return f"{code} for addendum {review.addendum}" if review.addendum else code


def finished_items(reviews: PermitReviews) -> tuple[str, ...]:
    """The newest finished reviews, and how many are not listed."""
    lines = [finished_line(one) for one in reviews.finished]
    if reviews.count > len(lines):
        lines.append(f"{reviews.count - len(lines):,} earlier, on the permit's page")
    return tuple(lines)


def review_count(found: ReviewCount) -> str:
    """`12 finished, 2 open`, of all permits here; "" if there are none."""
    if not found.permits:
        return ""
    done = f"{found.finished:,} finished"
    return f"{done}, {found.open:,} open" if found.open else done
