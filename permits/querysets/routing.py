"""Reads of plan review: the desks that a permit's plans went to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from permits.models import RoutingStep

_NEVER = date.min


@dataclass(frozen=True, slots=True)
class StationReview:
    """Where a permit (or one of its addenda) stands at one station.

    `step` is the one that counts of the `rows` that the city has for it: reviews given
    to another reviewer or repeated are rows of their own.
    """

    step: RoutingStep
    rows: int

    @property
    def is_open(self) -> bool:
        """Arrived and not finished: it is on this desk now."""
        return self.step.arrive is not None and self.step.finish_date is None

    @property
    def is_to_come(self) -> bool:
        """On the list, and not arrived yet."""
        return self.step.arrive is None and self.step.finish_date is None


def routing_of(permit_number: str) -> list[StationReview]:
    """One review for each addendum and station, the open ones first; one query.

    Open reviews are in the order of arrival, the others in that of the routing list.
    Of several rows the latest finish counts, or the one that arrived after it.
    """
    if "\0" in permit_number:
        return []
    steps = RoutingStep.objects.filter(application_number=permit_number)
    groups: dict[tuple[int | None, str | None], list[RoutingStep]] = {}
    for step in steps:
        groups.setdefault((step.addenda_number, step.station), []).append(step)
    return in_order(
        StationReview(max(rows, key=_recency), len(rows)) for rows in groups.values()
    )


def in_order(reviews: Iterable[StationReview]) -> list[StationReview]:
    """The open ones first, by arrival; then the others as they are listed."""
    return sorted(reviews, key=_place)


def _recency(step: RoutingStep) -> tuple[date, date, int, str]:
    """What arrived after the last finish is a review anew; a mere leftover is not."""
    finish = step.finish_date or _NEVER
    latest = step.finish_date or step.arrive or _NEVER
    return latest, finish, step.step or 0, step.primary_key


def _place(review: StationReview) -> tuple[bool, date, int, int, str]:
    step = review.step
    listed = (step.addenda_number or 0, step.step or 0, step.station or "")
    arrived = step.arrive if review.is_open else None
    return (not review.is_open, arrived or _NEVER, *listed)
