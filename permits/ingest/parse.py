"""Raw rows -> typed rows ready for COPY, a chunk at a time. Pure: no database.

Most values repeat, so the readers of values.py sit behind a memory of what was read
before; that is what keeps Python near PostgreSQL's speed in a load.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import md5
from operator import itemgetter

from permits.ingest.address import format_address
from permits.ingest.datasets import Column, Dataset, Kind
from permits.ingest.source import RawRow
from permits.ingest.values import READERS, Memo, read_day, read_point, read_time

# A NUL, or a blank at the edge of a value.
ODD = ("\0", " \t", "\t ", " \n", "\n ")
SURROGATE = re.compile("[\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that was not loaded, and why."""

    line: int
    reason: str
    values: Sequence[str]


@dataclass(slots=True)
class Chunk:
    """What became of some rows: COPY text of the good ones, the others with reasons."""

    copy: bytes = b""
    rows: int = 0
    rejects: list[Reject] = field(default_factory=list)
    unparsed: int = 0


class Parser:
    """Reads rows whose values are in the order of `columns` into `staged_columns`.

    The loop over a row's values is what a load of a million rows spends its time in: it
    works in place on one list, and only looks at values that are there.
    """

    def __init__(self, dataset: Dataset, columns: Sequence[str]) -> None:
        known = {column.field: column for column in dataset}
        used = [known[field] for field in columns if field in known]
        self.width = len(columns)
        self.unused = [i for i, field in enumerate(columns) if field not in known][::-1]
        self.names = [column.name for column in used]
        self.keys = [(key, self.names.index(key)) for key in _needed(dataset)]
        self.typed = _readers(used)
        self.point = next(iter(_places(used, Kind.POINT)), None)
        self.points = Memo(read_point)
        self.days, self.times = Memo(read_day), Memo(read_time)
        self.dates = _places(used, Kind.DATE)
        self.numerals = _places(used, Kind.NUMERAL)
        self.address = _address_getter(dataset, self.names)
        self.row_key = RowKeyMaker(dataset, self.names) if dataset.row_key else None
        self.staged_columns = list(self._staged_columns(dataset, used))

    def _staged_columns(
        self, dataset: Dataset, used: Sequence[Column]
    ) -> Iterator[tuple[str, Kind]]:
        """The used columns in their order (a point's is its latitude), then ours."""
        for column in used:
            point = column.kind is Kind.POINT
            yield ("latitude", Kind.DEGREES) if point else (column.name, column.kind)
        if self.point is not None:
            yield "longitude", Kind.DEGREES
        if dataset.address:
            yield dataset.address.to, Kind.TEXT
        if self.row_key:
            yield dataset.key, Kind.TEXT
        yield "unparsed", Kind.JSON

    def parse(self, rows: Sequence[RawRow]) -> Chunk:
        """The rows as lines of COPY's text format, NULL written as nothing.

        Looks closely only at chunks that hold something odd: most hold nothing.
        """
        chunk, text = self._parse(rows, self._plain_fault)
        odd = text.startswith(" ") or any(sign in text for sign in ODD)
        if chunk.unparsed or odd:
            chunk, text = self._parse(rows, self._fault)
        try:
            chunk.copy = text.encode()
        except UnicodeEncodeError:
            chunk, text = self._parse(rows, self._fault)
            chunk.copy = text.encode()
        return chunk

    def _parse(
        self, rows: Sequence[RawRow], find_fault: Callable[[list[str]], str]
    ) -> tuple[Chunk, str]:
        chunk = Chunk()
        records = []
        for row in rows:
            values = list(row.values)
            if fault := row.fault or find_fault(values):
                chunk.rejects.append(Reject(row.line, fault, row.values))
            else:
                records.append(values)
                chunk.unparsed += self._read(values)
        chunk.rows = len(records)
        return chunk, copy_text(records) if records else ""

    def _plain_fault(self, values: list[str]) -> str:
        """Why the row cannot be kept; "" if it can. Drops values that are not used."""
        if len(values) != self.width:
            return f"{len(values)} values instead of {self.width}"
        for index in self.unused:
            del values[index]
        for name, index in self.keys:
            if not values[index]:
                return f"no {name}"
        return ""

    def _fault(self, values: list[str]) -> str:
        """The same, with blanks around values taken off and characters looked at."""
        values[:] = map(str.strip, values)
        text = "".join(values)
        if "\0" in text:
            return "a NUL byte"
        if found := SURROGATE.search(text):
            return f"not UTF-8: {found[0]!a}"
        return self._plain_fault(values)

    def _read(self, values: list[str]) -> int:
        """Turn a row's values into staged ones; returns how many could not be read."""
        unreadable = {}
        address = self.address and format_address(*self.address(values))
        for index in self.numerals:
            values[index] = values[index].removesuffix(".0")
        for index, reader in self.typed:
            if raw := values[index]:
                value = values[index] = reader[raw]
                if not value:
                    unreadable[self.names[index]] = raw
        self._read_dates(values, unreadable)
        if self.point is not None:
            self._read_point(values, self.point, unreadable)
        if address is not None:
            values.append(address)
        if self.row_key is not None:
            values.append(self.row_key.make(values))
        values.append(json.dumps(unreadable, sort_keys=True) if unreadable else "")
        return len(unreadable)

    def _read_dates(self, values: list[str], unreadable: dict[str, str]) -> None:
        days, times = self.days, self.times
        for index in self.dates:
            if raw := values[index]:
                # Nearly every moment is new to a memory; its day and its time are not.
                value = values[index] = days[raw[:10]] if times[raw[10:]] else ""
                if not value:
                    unreadable[self.names[index]] = raw

    def _read_point(
        self, values: list[str], index: int, unreadable: dict[str, str]
    ) -> None:
        raw = values[index]
        values[index], _, longitude = self.points[raw].partition(" ")
        values.append(longitude)
        if raw and not longitude:
            unreadable[self.names[index]] = raw


class RowKeyMaker:
    """Makes a record's key from values that were read.

    So it is the same whichever way the source wrote them.
    """

    def __init__(self, dataset: Dataset, names: Sequence[str]) -> None:
        assert dataset.row_key is not None
        self.hashed = dataset.row_key.hashed
        # Those that are the same for the whole data set stand in front, readable.
        fields, constants = dataset.row_key.fields, dataset.constants
        self.prefix = "".join(f"{constants[f]}:" for f in fields if f in constants)
        self.indexes = [names.index(f) for f in fields if f not in constants]

    def make(self, values: Sequence[str]) -> str:
        own = [values[index] for index in self.indexes]
        if not self.hashed:
            return self.prefix + ":".join(own)
        # Rows that are no UTF-8 come by here, too, before they are rejected.
        text = "\x1f".join(own).encode(errors="surrogatepass")
        return self.prefix + md5(text, usedforsecurity=False).hexdigest()


def _needed(dataset: Dataset) -> list[str]:
    """The columns without which a record cannot be told from others."""
    if dataset.row_key is None:
        return [dataset.key, *([dataset.parent.key] if dataset.parent else [])]
    own = (field for field in dataset.row_key.fields if field not in dataset.constants)
    return [next(own)]


def _places(columns: Sequence[Column], kind: Kind) -> list[int]:
    return [index for index, column in enumerate(columns) if column.kind is kind]


def _address_getter(
    dataset: Dataset, names: Sequence[str]
) -> Callable[[Sequence[str]], Iterable[str]] | None:
    """Takes the parts of the one-line address out of a row's values."""
    if dataset.address is None:
        return None
    parts = [names.index(name) if name else None for name in dataset.address.columns()]
    if None not in parts:
        return itemgetter(*parts)
    return lambda values: ("" if part is None else values[part] for part in parts)


def _readers(columns: Sequence[Column]) -> list[tuple[int, Memo]]:
    """Each typed column's place and reader; columns of one kind share its memory."""
    memos = {kind: Memo(read) for kind, read in READERS.items()}
    return [
        (index, memos[column.kind])
        for index, column in enumerate(columns)
        if column.kind in memos
    ]


ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def copy_text(records: Sequence[Sequence[str]]) -> str:
    """Lines of COPY's text format; values are escaped only where one needs it."""
    text = "\n".join(map("\t".join, records)) + "\n"
    rows, width = len(records), len(records[0])
    plain = (
        "\\" not in text
        and "\r" not in text
        and text.count("\n") == rows
        and text.count("\t") == rows * (width - 1)
    )
    return text if plain else "".join(map(_copy_line, records))


def _copy_line(record: Sequence[str]) -> str:
    line = "\t".join(record)
    ends = "\n" in line or "\r" in line
    if "\\" not in line and not ends and line.count("\t") == len(record) - 1:
        return line + "\n"
    return "\t".join([value.translate(ESCAPES) for value in record]) + "\n"
