"""Invented permit records, shaped on what was measured in the city's own.

The same call gives the same records on every machine. Streets, blocks,
shares, costs and durations follow the city's; parcels, permits and words do not.
"""

import datetime as dt
from collections.abc import Iterator

from permits.ingest.source import RawRow, RawTable

from .rows import COLUMNS, Records

__all__ = ["COLUMNS", "rows", "table"]


def rows(*, permits: int, seed: int = 1, today: dt.date) -> Iterator[RawRow]:
    """Records of exactly `permits` permits, 1 to 29 each, oldest filing first."""
    return Records(permits, seed, today).all()


def table(*, permits: int, seed: int = 1, today: dt.date) -> RawTable:
    """The same, for `ingest(dataset="permits", table=...)`."""
    records = Records(permits, seed, today)
    return RawTable(
        source="sample",
        origin=f"{permits:,} invented permits, seed {seed}",
        columns=COLUMNS,
        rows=records.all(),
        read_share=records.share,
    )
