"""What every source of rows hands to the loader: one shape for file, API and sample."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal


class SourceError(Exception):
    """The source cannot be loaded: unreachable, cut off, renamed or empty.

    The message names the source and what is wrong, in words for the operator.
    """


@dataclass(frozen=True, slots=True)
class RawRow:
    """One source record: its line in the file (or its number in the answer) and values."""

    line: int
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A source's rows, not read yet. `columns` are SODA field names; "" is no value."""

    source: Literal["csv", "soda", "sample"]
    origin: str
    columns: tuple[str, ...]
    rows: Iterator[RawRow]
    total: int | None = None
