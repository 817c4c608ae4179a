"""Reads of plan review: the desks that a permit's plans went to."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, TypedDict

from django.db import connection

from permits.models import RoutingStep
from permits.querysets.baselines import (
    SIMILAR_WINDOW,
    Baseline,
    Follower,
    read_baselines,
    read_followers,
)

# Not put together by the ORM, which takes longer over it than the database.
_STEPS: Final = (Path(__file__).parent / "sql" / "routing_of.sql").read_text()
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


def routing_of(
    permit_number: str, form: int | None = None, *, columns: Sequence[str] = ()
) -> list[StationReview]:
    """One review for each addendum and station, the open ones first; one query.

    Open reviews are in the order of arrival, the others in that of the routing list.
    Of several rows the latest finish counts, or the one that arrived after it. `form`
    is the permit's: what came next is counted of permits of the same form. `columns`
    are those that the steps are to have besides `COUNTED`; none named: all.
    """
    if "\0" in permit_number:
        return []
    values = {"number": permit_number, "form": form or 0, "window": SIMILAR_WINDOW}
    steps = RoutingStep.objects.raw(_reading(columns), values)
    groups: dict[tuple[int | None, str | None], list[RoutingStep]] = {}
    usual: dict[str, _Usual] = {}
    for step in steps:
        groups.setdefault((step.addenda_number, step.station), []).append(step)
        usual[step.primary_key] = _usual(step)
    return in_order(_review(rows, usual) for rows in groups.values())


# What it takes to tell which step counts, and where it stands.
COUNTED: Final = (
    *("primary_key", "addenda_number", "station", "step", "arrive", "finish_date"),
    "unparsed",
)


def _reading(columns: Sequence[str]) -> str:
    quoted = map(connection.ops.quote_name, dict.fromkeys((*COUNTED, *columns)))
    listed = ", ".join(quoted) if columns else "addenda.*"
    return _STEPS.replace("{columns}", listed)


class _Usual(TypedDict):
    baselines: tuple[Baseline, ...]
    followers: tuple[Follower, ...]
    counted_to: date | None


_NOT_ASKED: Final = _Usual(baselines=(), followers=(), counted_to=None)


def _usual(step: RoutingStep) -> _Usual:
    """Of an open step, from JSON; of another one nothing was asked."""
    document = getattr(step, "usual", None)
    if document is None:
        return _NOT_ASKED
    read = json.loads(document)
    day = read["counted_to"]
    return _Usual(
        baselines=tuple(read_baselines(read["baselines"])),
        followers=tuple(read_followers(read["followers"])),
        counted_to=date.fromisoformat(day) if day else None,
    )


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
