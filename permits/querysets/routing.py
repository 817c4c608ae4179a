"""Reads of plan review: the desks that a permit's plans went to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.db.models import Case, Expression, OuterRef, Subquery, When

from permits.models import RoutingStep
from permits.querysets.baselines import (
    Baseline,
    Follower,
    baselines_of,
    counted_to,
    followers_of,
    read_baselines,
    read_followers,
)

_NEVER = date.min


@dataclass(frozen=True, slots=True)
class StationReview:
    """Where a permit (or one of its addenda) stands at one station.

    `step` is the one that counts of the `rows` that the city has for it: reviews given
    to another reviewer or repeated are rows of their own. `returns` counts how often it
    arrived again after a finish. Of an open one `baselines` and `followers` (of permits
    of the same form) are what happened at its station, as of `counted_to`.
    """

    step: RoutingStep
    rows: int
    returns: int = 0
    baselines: tuple[Baseline, ...] = ()
    followers: tuple[Follower, ...] = ()
    counted_to: date | None = None

    @property
    def is_open(self) -> bool:
        """Arrived and not finished: it is on this desk now."""
        return self.step.arrive is not None and not _is_finished(self.step)

    @property
    def is_to_come(self) -> bool:
        """On the list, and not arrived yet."""
        return self.step.arrive is None and not _is_finished(self.step)


def routing_of(permit_number: str, form: int | None = None) -> list[StationReview]:
    """One review for each addendum and station, the open ones first; one query.

    Open reviews are in the order of arrival, the others in that of the routing list.
    Of several rows the latest finish counts, or the one that arrived after it. `form`
    is the permit's: what came next is counted of permits of the same form.
    """
    if "\0" in permit_number:
        return []
    station = OuterRef("station")
    # Asked for open steps only: a long way through review stays as quick.
    steps = RoutingStep.objects.filter(application_number=permit_number).annotate(
        of_similar=_of_open(baselines_of(station)),
        of_next=_of_open(followers_of(station, form)),
        of_day=_of_open(Subquery(counted_to(station))),
    )
    groups: dict[tuple[int | None, str | None], list[RoutingStep]] = {}
    usual: dict[str, _Usual] = {}
    for step in steps:
        groups.setdefault((step.addenda_number, step.station), []).append(step)
        usual[step.primary_key] = {
            "baselines": tuple(read_baselines(step.of_similar)),
            "followers": tuple(read_followers(step.of_next)),
            "counted_to": step.of_day,
        }
    return in_order(_review(rows, usual) for rows in groups.values())


class _Usual(TypedDict):
    baselines: tuple[Baseline, ...]
    followers: tuple[Follower, ...]
    counted_to: date | None


def _of_open(value: Expression | Subquery) -> Case:
    return Case(When(arrive__isnull=False, finish_date=None, then=value))


def _review(rows: list[RoutingStep], usual: Mapping[str, _Usual]) -> StationReview:
    step = max(rows, key=_recency)
    return StationReview(
        step, len(rows), returns=_returns(rows), **usual[step.primary_key]
    )


def _returns(rows: Iterable[RoutingStep]) -> int:
    """On how many days it came back, not merely went to another reviewer.

    A row that came back arrived later than another one, and not before its finish.
    """
    spans = [(row.arrive, row.finish_date) for row in rows if row.arrive]
    return len(
        {
            arrive
            for arrive, _ in spans
            if any(first < arrive and end and end <= arrive for first, end in spans)
        }
    )


def _is_finished(step: RoutingStep) -> bool:
    """Also on a day that cannot be read: such a step is not on a desk."""
    return step.finish_date is not None or "finish_date" in (step.unparsed or {})


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
