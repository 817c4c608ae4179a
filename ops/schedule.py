"""When jobs are due, by the clock of San Francisco.

A slot is a moment at which a job is due, as an aware time in UTC. On the night the
clocks go forward a time that does not exist is due right after the gap, and on the
night they go back a time that comes twice is due the first time: a daily job has one
slot on every day of the calendar.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

CITY = ZoneInfo("America/Los_Angeles")
MINUTE = dt.timedelta(minutes=1)
WEEKDAYS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday"),
    *("Friday", "Saturday", "Sunday"),
)


class Schedule(Protocol):
    """What `EveryMinute` and `Daily` can do."""

    def latest(self, at: dt.datetime) -> dt.datetime:
        """The newest slot that is not after `at`."""
        ...

    def following(self, at: dt.datetime) -> dt.datetime:
        """The first slot after `at`."""
        ...

    def words(self) -> str:
        """When it runs, to end a sentence with."""
        ...


@dataclass(frozen=True, slots=True)
class EveryMinute:
    """Due on every full minute."""

    def latest(self, at: dt.datetime) -> dt.datetime:
        return at.astimezone(dt.UTC).replace(second=0, microsecond=0)

    def following(self, at: dt.datetime) -> dt.datetime:
        return self.latest(at) + MINUTE

    def words(self) -> str:
        return "every minute"


@dataclass(frozen=True, slots=True)
class Daily:
    """Due at a time of every day, or of one day a week (Monday is 0)."""

    hour: int
    minute: int = 0
    weekday: int | None = None

    def latest(self, at: dt.datetime) -> dt.datetime:
        # A slot in the gap is moved forward by an hour, never to another day.
        day = _day(at)
        while not self._is_on(day) or self._slot(day) > at:
            day -= dt.timedelta(days=1)
        return self._slot(day)

    def following(self, at: dt.datetime) -> dt.datetime:
        day = _day(at)
        while not self._is_on(day) or self._slot(day) <= at:
            day += dt.timedelta(days=1)
        return self._slot(day)

    def words(self) -> str:
        often = "day" if self.weekday is None else WEEKDAYS[self.weekday]
        return f"every {often} at {self.hour}:{self.minute:02}"

    def _is_on(self, day: dt.date) -> bool:
        return self.weekday in {None, day.weekday()}

    def _slot(self, day: dt.date) -> dt.datetime:
        local = dt.datetime.combine(day, dt.time(self.hour, self.minute), CITY)
        return local.astimezone(dt.UTC)


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(CITY).date()
