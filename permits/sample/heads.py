"""What the other data sets need to know of the permits, kept small for many passes."""

import datetime as dt
import zlib
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from permits.ingest.source import RawRow

from .rows import COLUMNS, Records

CHUNK = 2000


class Head(NamedTuple):
    """One permit at its primary address; the fields are the city's, all text."""

    permit_number: str
    permit_type: str
    status: str
    status_date: str
    filed_date: str
    approved_date: str
    issued_date: str
    completed_date: str
    estimated_cost: str
    fire_only_permit: str
    site_permit: str
    reroof: str
    existing_use: str
    block: str
    lot: str
    street_number: str
    street_number_suffix: str
    street_name: str
    street_suffix: str
    unit: str
    unit_suffix: str
    supervisor_district: str
    neighborhoods_analysis_boundaries: str
    zipcode: str
    location: str
    point_source: str


PICKED = itemgetter(*(COLUMNS.index(field) for field in Head._fields))
PRIMARY = COLUMNS.index("primary_address_flag")


class Heads:
    """The heads of one sample's permits, as often as wanted, in order of filing.

    The first pass draws the permits and keeps their heads compressed, some 60 bytes
    each; later passes read those.
    """

    def __init__(self, permits: int, seed: int, today: dt.date) -> None:
        self.asked = permits, seed, today
        self.records = Records(permits, seed, today)
        self.chunks: list[bytes] | None = None

    def recorded(self) -> Iterator[RawRow]:
        """The records of the permits; their heads are kept on the way."""
        chunks: list[bytes] = []
        lines: list[str] = []
        for row in self.records.all():
            if row.values[PRIMARY]:
                lines.append("\t".join(PICKED(row.values)))
                if len(lines) == CHUNK:
                    chunks.append(zlib.compress("\n".join(lines).encode(), 1))
                    lines.clear()
            yield row
        if lines:
            chunks.append(zlib.compress("\n".join(lines).encode(), 1))
        self.chunks = chunks

    def __iter__(self) -> Iterator[Head]:
        if self.chunks is None:
            drawn = Heads(*self.asked)
            for _ in drawn.recorded():
                pass
            self.chunks = drawn.chunks
        for chunk in self.chunks or ():
            for line in zlib.decompress(chunk).decode().split("\n"):
                yield Head._make(line.split("\t"))


@lru_cache(maxsize=40_000)
def ordinal(text: str) -> int:
    """The day of a date or moment, counted as `date.toordinal` does."""
    return dt.date.fromisoformat(text[:10]).toordinal()


@lru_cache(maxsize=40_000)
def midnight(day: int) -> str:
    """The day in the city's form; "" for 0, which is no day."""
    return f"{dt.date.fromordinal(day)}T00:00:00.000" if day else ""
