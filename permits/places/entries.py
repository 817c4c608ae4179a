"""What is recorded at a place, counted, and which entries a page of it shows."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final, NamedTuple

from psycopg import sql

from permits import derived
from permits.places import reviews
from permits.places.openness import open_statuses
from permits.places.reviews import PermitReviews

# In entries.sql: the permits whose reviews count, and the steps of those shown.
_NUMBERS: Final = "ARRAY(SELECT key FROM permits_here WHERE place <= {most})"
_STEPS: Final = """
    SELECT * FROM steps
    WHERE application_number IN (SELECT key FROM shown WHERE kind IN (1, 6))
"""


class Kind(IntEnum):
    """As the SQL numbers them."""

    PERMIT = 1
    TRADE_PERMIT = 2
    COMPLAINT = 3
    NOTICE = 4
    INSPECTION = 5
    REVIEW = 6


class Key(NamedTuple):
    """An entry by its kind and its row's key; a review's is the permit's number."""

    kind: Kind
    key: str


class Slice(NamedTuple):
    """So many entries of a list, after the first few."""

    start: int
    size: int


class Counted(NamedTuple):
    rows: int
    open: int


class ReviewCount(NamedTuple):
    """Permits with any review, finished reviews, desks that have an open permit."""

    permits: int
    finished: int
    open: int


@dataclass(frozen=True, slots=True)
class Entries:
    """Counts by kind, lists of entries with how long they are, and addresses.

    `counts` has the names of data sets ("permits"), of the building trades
    "trade_permits". Complaints' addresses are street number, name, suffix and unit.
    """

    counts: Mapping[str, Counted]
    reviews: ReviewCount
    years: Mapping[int, int]
    open: list[Key]
    open_count: int
    past: list[Key]
    past_count: int
    reviewed: Mapping[str, PermitReviews]
    addresses: list[str]
    complaint_addresses: list[list[str | None]]

    def keys(self, kind: Kind) -> list[str]:
        return [key for of, key in (*self.open, *self.past) if of == kind]


def entries_at(
    lots: Iterable[tuple[str, str]], most: int, opened: Slice, past: Slice
) -> Entries:
    """Of each kind the newest `most` are listed, and all counted. One query."""
    numbers = sql.SQL(_NUMBERS).format(most=sql.Literal(most))
    statement = derived.statement(
        reviews.SQL_FOLDER / "entries",
        here=_at(lots),
        most=sql.Literal(most),
        open=sql.Literal(open_statuses()),
        steps=reviews.steps_statement(numbers),
        reviews=reviews.reviews_statement(sql.SQL(_STEPS)),
        open_from=sql.Literal(opened.start),
        open_size=sql.Literal(opened.size),
        past_from=sql.Literal(past.start),
        past_size=sql.Literal(past.size),
    )
    ((text,),) = derived.rows(statement)
    return _read(json.loads(text))


def _at(lots: Iterable[tuple[str, str]]) -> sql.Composable:
    """The condition that a row is at one of the lots; none: no row."""
    blocks: defaultdict[str, list[str]] = defaultdict(list)
    for block, lot in sorted(set(lots)):
        if "\0" not in block + lot:
            blocks[block].append(lot)
    here = sql.SQL("(block = {} AND lot = ANY ({}))")
    conditions = [
        here.format(sql.Literal(block), sql.Literal(in_block))
        for block, in_block in blocks.items()
    ]
    if not conditions:
        return sql.SQL("false")
    return sql.SQL("({})").format(sql.SQL(" OR ").join(conditions))


def _read(document: Mapping[str, Any]) -> Entries:
    shown: dict[bool, list[Key]] = {True: [], False: []}
    for is_open, kind, key in document["shown"]:
        shown[is_open].append(Key(Kind(kind), key))
    open_count, past_count = document["listed"]
    reviewed = (_reviews(*row) for row in document["reviewed"])
    return Entries(
        counts={name: Counted(*both) for name, both in document["counts"].items()},
        reviews=ReviewCount(*document["reviews"]),
        years=dict(document["years"]),
        open=shown[True],
        open_count=open_count,
        past=shown[False],
        past_count=past_count,
        reviewed={one.permit_number: one for one in reviewed},
        addresses=document["addresses"],
        complaint_addresses=document["complaint_addresses"],
    )


def _reviews(
    number: str,
    count: int,
    last: str | None,
    waiting: list[list[Any]] | None,
    done: list[list[Any]] | None,
) -> PermitReviews:
    day = dt.date.fromisoformat(last) if last else None
    return reviews.read(number, count, day, waiting or [], done or [])
