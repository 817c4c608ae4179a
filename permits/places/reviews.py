"""Plan review of many permits at once: where each is, and what is finished."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from psycopg import sql

from permits import derived

SQL_FOLDER: Final = Path(__file__).parent / "sql"
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
    statement = reviews_statement(steps_statement(sql.Literal(numbers)))
    found = [
        read(number, count, last, _rows(waiting), _rows(done))
        for number, count, last, waiting, done in derived.rows(statement)
    ]
    found.sort(key=lambda one: (one.last or dt.date.min, one.permit_number))
    return found[::-1]


def steps_statement(numbers: sql.Composable) -> sql.Composed:
    """The steps that count; `numbers` is an array of permit numbers."""
    return derived.statement(SQL_FOLDER / "counted_steps", numbers=numbers)


def reviews_statement(steps: sql.Composable) -> sql.Composed:
    """What `read` reads, a row a permit; `steps` is a query of steps that count."""
    most = sql.Literal(MOST_FINISHED)
    return derived.statement(SQL_FOLDER / "reviews", steps=steps, most=most)


def read(
    number: str,
    count: int,
    last: dt.date | None,
    waiting: list[list[Any]],
    done: list[list[Any]],
) -> PermitReviews:
    """The columns of `statement`, with its JSON read."""
    return PermitReviews(
        permit_number=number,
        open=tuple(
            OpenDesk(station, addendum, dt.date.fromisoformat(day))
            for station, addendum, day in waiting
        ),
        finished=tuple(
            Finished(
                station, addendum, dt.date.fromisoformat(day) if day else None, said
            )
            for station, addendum, day, said in done
        ),
        count=count,
        last=last,
    )


def _rows(text: str | None) -> list[list[Any]]:
    return list(json.loads(text)) if text else []
