"""The last day's figures as server-made SVG: no script, no style attribute."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ops.samples import Interval

STEP: Final = dt.timedelta(minutes=15)
HOUR: Final = dt.timedelta(hours=1)
HEIGHT: Final = 60
# Units of the chart's width that an interval takes.
WIDE: Final = 10

Value = Callable[[Interval], float | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """One interval in the units of the chart."""

    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of the intervals whose value is known, under a scale from 0 to `top`."""

    title: str
    unit: str
    bars: Sequence[Bar]
    width: int
    top: float
    newest: float | None

    @property
    def summary(self) -> str:
        """The chart in words."""
        if self.newest is None and not self.bars:
            return "not recorded"
        now = "not recorded" if self.newest is None else _said(self.newest, self.unit)
        return f"now {now}, at most {_said(self.top, self.unit)}"


def _said(value: float, unit: str) -> str:
    return f"{value:,.0f}{unit}"


def charts(intervals: Sequence[Interval]) -> list[Chart]:
    """The charts of the operations page."""
    return [
        _chart(intervals, "Database connections in use", lambda one: one.pool_in_use),
        _chart(intervals, "Requests waiting for one", lambda one: one.pool_waiting),
        _chart(intervals, "Found in the cache", lambda one: one.hit_rate, "%"),
        _chart(intervals, "Refused by a limit", lambda one: one.refused),
        _chart(intervals, "Messages waiting in queues", lambda one: one.queued),
    ]


def _chart(
    intervals: Sequence[Interval], title: str, value: Value, unit: str = ""
) -> Chart:
    known = [
        (place, found)
        for place, one in enumerate(intervals)
        for found in [value(one)]
        if found is not None
    ]
    top = max((found for _, found in known), default=0.0)
    return Chart(
        title=title,
        unit=unit,
        bars=[_bar(place, found, top) for place, found in known],
        width=WIDE * len(intervals),
        top=top,
        newest=value(intervals[-1]) if intervals else None,
    )


def _bar(place: int, value: float, top: float) -> Bar:
    """A bar of at least one unit, so that a known zero differs from the unknown."""
    height = max(1.0, round(HEIGHT * value / top, 1)) if top else 1.0
    return Bar(x=WIDE * place, y=round(HEIGHT - height, 1), height=height)
