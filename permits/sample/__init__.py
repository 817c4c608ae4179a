"""Invented records of every data set, shaped on what was measured in the city's own.

The same call gives the same records on every machine. Streets, blocks, stations,
shares, costs and durations follow the city's; parcels, permits, people, firms and
words do not.
"""

import datetime as dt
from collections.abc import Iterator

from permits.ingest.source import RawRow, RawTable

from .rows import COLUMNS, Records
from .tables import DATASETS, tables

__all__ = ["COLUMNS", "DATASETS", "rows", "table", "tables"]


def rows(*, permits: int, seed: int = 1, today: dt.date) -> Iterator[RawRow]:
    """Records of exactly `permits` permits, 1 to 29 each, oldest filing first."""
    return Records(permits, seed, today).all()


def table(*, permits: int, seed: int = 1, today: dt.date) -> RawTable:
    """The permits alone, for `ingest(dataset="permits", table=...)`."""
    records = Records(permits, seed, today)
    return RawTable(
        source="sample",
        origin=f"{permits:,} invented permits, seed {seed}",
        columns=COLUMNS,
        rows=records.all(),
        read_share=records.share,
    )
