"""What every source of rows hands to the loader: one shape for file, API and sample."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple


class SourceError(Exception):
    """The source cannot be loaded: unreachable, cut off, renamed or empty.

    The message names the source and what is wrong, in words for the operator.
    """


class RawRow(NamedTuple):
    """One source record: its line in the file (or its number in the answer) and values.

    `fault` is set where the source itself found the record unreadable; it is then
    rejected with that reason.
    """

    line: int
    values: Sequence[str]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class RawTable:
    """A source's rows, not read yet. `columns` are SODA field names; "" is no value.

    `total` is the number of rows where the source tells it; `read_share` the part read
    so far, from 0 to 1, where rows cannot be counted beforehand. `partial` says that
    only some of the source's rows were asked for.
    """

    source: Literal["csv", "soda", "sample"]
    origin: str
    columns: tuple[str, ...]
    rows: Iterator[RawRow]
    total: int | None = None
    partial: bool = False
    read_share: Callable[[], float] | None = None
