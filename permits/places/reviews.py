"""Plan review of many permits at once: where each is, and what is finished."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from psycopg import sql

from permits import derived

SQL_FILE: Final = Path(__file__).parent / "sql" / "reviews.sql"
# Of the finished reviews of one permit so many are listed; all of them are counted.
MOST_FINISHED: Final = 8


class OpenDesk(NamedTuple):
    """A station that has the plans. Addendum 0 is the permit itself."""

    station: str | None
    addendum: int | None
    arrived: dt.date


class Finished(NamedTuple):
    """A review that is done, on a day that may be none that can be read.

    The city records a result for one in ten.
    """

    station: str | None
    addendum: int | None
    day: dt.date | None
    result: str | None


@dataclass(frozen=True, slots=True)
class PermitReviews:
    """Of one permit: the open desks, longest first; the newest 8 of `count` finished.

    `last` is the day of the last finish, None if nothing is finished.
    """

    permit_number: str
    open: tuple[OpenDesk, ...]
    finished: tuple[Finished, ...]
    count: int
    last: dt.date | None


def reviews_of(permit_numbers: Iterable[str]) -> list[PermitReviews]:
    """Of those permits that have any review; the latest finish first. One query."""
    numbers = list(permit_numbers)
    if not numbers:
        return []
    parts = {"numbers": sql.Literal(numbers), "most": sql.Literal(MOST_FINISHED)}
    found = [_read(*row) for row in derived.rows(sql.SQL(_text()).format(**parts))]
    found.sort(key=lambda one: (one.last or dt.date.min, one.permit_number))
    return found[::-1]


def _read(
    number: str, count: int, last: dt.date | None, waiting: str | None, done: str | None
) -> PermitReviews:
    return PermitReviews(
        permit_number=number,
        open=tuple(
            OpenDesk(station, addendum, dt.date.fromisoformat(day))
            for station, addendum, day in _rows(waiting)
        ),
        finished=tuple(
            Finished(
                station, addendum, dt.date.fromisoformat(day) if day else None, said
            )
            for station, addendum, day, said in _rows(done)
        ),
        count=count,
        last=last,
    )


def _rows(text: str | None) -> list[list[Any]]:
    return list(json.loads(text)) if text else []


@cache
def _text() -> str:
    return SQL_FILE.read_text(encoding="utf-8")
