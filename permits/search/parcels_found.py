"""Parcels by address, or by block and lot."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from permits.search.conditions import address_range, lots_of, street_key
from permits.search.filters import Filters
from permits.search.matches import Statement, execute
from permits.search.reading import Query

# Of one parcel, how many permits are counted.
MOST_PERMITS: Final = 1_000
_SQL = (Path(__file__).parent / "sql" / "parcels.sql").read_text()


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """One parcel in a list of results. None is "not recorded".

    `permits` counts building permits with an address at this very lot, up to
    MOST_PERMITS; one more says that there are more.
    """

    block: str
    lot: str
    from_number: str | None
    to_number: str | None
    street_name: str | None
    street_type: str | None
    active: bool | None
    retired_on: dt.date | None
    neighborhood: str | None
    permits: int


@dataclass(frozen=True, slots=True)
class Parcels:
    """Those in use first; `total` is exact."""

    rows: tuple[ParcelRow, ...]
    total: int


def asks_for_parcels(query: Query, filters: Filters) -> bool:
    """Whether the line was read as an address, or a block, of at least one parcel."""
    at_address = bool(query.street_number) and len(query.street_names) == 1
    return at_address or bool(query.block or filters.block)


def find_parcels(query: Query, filters: Filters, *, size: int) -> Parcels:
    """The first `size` parcels of the place that was read; one query or none."""
    made = statement(query, filters, size)
    rows = execute(made.sql, made.params) if made else []
    return Parcels(
        rows=tuple(ParcelRow(*row[:-1]) for row in rows),
        total=rows[0][-1] if rows else 0,
    )


def statement(query: Query, filters: Filters, size: int) -> Statement | None:
    """The statement for the place that was read, if one was."""
    made = _conditions(query, filters)
    if made is None:
        return None
    sql, params = made
    return Statement(sql, params | {"size": size, "most": MOST_PERMITS})


def _conditions(query: Query, filters: Filters) -> tuple[str, dict[str, Any]] | None:
    block, lot = (
        (filters.block, filters.lot) if filters.block else (query.block, query.lot)
    )
    if block:
        params: dict[str, Any] = {"block": block}
        where = "block = %(block)s AND lot IS NOT NULL"
        if lot:
            params["lots"] = lots_of(lot)
            where += " AND lot = ANY(%(lots)s)"
        return _filled(where, "true"), params
    if len(query.street_names) == 1:
        return _at_address(query)
    return None


def _at_address(query: Query) -> tuple[str, dict[str, Any]]:
    params: dict[str, Any] = {"streets": _written(query.street_names[0])}
    where = (
        "lower(street_name) = ANY(%(streets)s)"
        " AND block IS NOT NULL AND lot IS NOT NULL"
    )
    if query.street_suffix:
        params["suffix"] = query.street_suffix.lower()
        where += " AND (street_type IS NULL OR lower(street_type) = %(suffix)s)"
    numbers = address_range(query.street_number or "")
    if numbers is None:
        return _filled(where, "true"), params
    params["first"], params["last"] = numbers
    # A lot with numbers 2500 to 2510 has the even ones alone.
    within = (
        "low <= %(last)s AND greatest(high, low) >= %(first)s"
        " AND (%(first)s <> %(last)s OR (low - %(first)s) %% 2 = 0)"
    )
    return _filled(where, within), params


def _written(name: str) -> list[str]:
    """A street as parcels may write it: "9th" is 09TH, "O'Farrell" OFARRELL."""
    lower = name.lower()
    padded = lower.zfill(len("00th")) if lower[:1].isdigit() else lower
    return list(dict.fromkeys([lower, padded, street_key(name)]))


def _filled(conditions: str, numbers: str) -> str:
    return _SQL.replace("{conditions}", conditions).replace("{numbers}", numbers)
