"""Which backups are kept: the last of each of 7 days, and of each of 4 weeks."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable

from ops.schedule import CITY

DAYS, WEEKS = 7, 4


def kept(
    moments: Iterable[dt.datetime], *, days: int = DAYS, weeks: int = WEEKS
) -> set[dt.datetime]:
    """Of these, the newest of each of the last `days` days and `weeks` weeks.

    Days and weeks (Monday to Sunday) are those of San Francisco, and only those that
    have a backup count: if none are made any more, none of the last are given up.
    """
    newest_first = sorted(moments, reverse=True)
    by_day = _newest(newest_first, days, lambda day: day)
    by_week = _newest(newest_first, weeks, lambda day: tuple(day.isocalendar())[:2])
    return by_day | by_week


def _newest(
    newest_first: list[dt.datetime],
    periods: int,
    period_of: Callable[[dt.date], Hashable],
) -> set[dt.datetime]:
    found: dict[Hashable, dt.datetime] = {}
    for moment in newest_first:
        period = period_of(moment.astimezone(CITY).date())
        if len(found) < periods or period in found:
            found.setdefault(period, moment)
    return set(found.values())
