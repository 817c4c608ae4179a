"""The city's CSV files: API field names or portal headers, plain or gzip.

A file that is not what it should be is refused by name before anything is written. A
row that cannot be read is handed on with a fault and its line number, and reading goes
on with the next line: a quote that is never closed costs one line, not the rest.
"""

import csv
import gzip
import io
import logging
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from permits.ingest.datasets import Dataset, Kind
from permits.ingest.source import RawRow, RawTable, SourceError

logger = logging.getLogger(__name__)

GZIP = b"\x1f\x8b"
# A description may run over lines, but not over this many; more is an open quote.
MOST_LINES = 100
LONGEST_VALUE = 131_072
# The outline of a neighborhood with its islands.
LONGEST_OUTLINE = 4_000_000
OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}


def open_table(path: Path, dataset: Dataset, *, limit: int | None = None) -> RawTable:
    """The file's rows, its header checked. Raises SourceError."""
    try:
        raw = path.open("rb")
        size = path.stat().st_size
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error
    lines = Lines(_text(raw, path.name), path.name)
    columns = _columns(lines, path.name, dataset)
    rows = _rows(lines, len(columns), _longest_value(dataset))
    return RawTable(
        source="csv",
        origin=path.name if limit is None else f"{path.name}, first {limit} rows",
        columns=columns,
        rows=rows if limit is None else islice(rows, limit),
        partial=limit is not None,
        read_share=_share(raw, size),
    )


def _text(raw: BinaryIO, name: str) -> Iterator[str]:
    """Physical lines with their endings. Bad bytes become lone surrogates."""
    packed = raw.peek(2)[:2] == GZIP if isinstance(raw, io.BufferedReader) else False
    binary = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw
    text = io.TextIOWrapper(
        binary, encoding="utf-8-sig", errors="surrogateescape", newline=""
    )
    try:
        yield from text
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError(
            f"{name} is cut off or damaged: {error}. Fetch it again."
        ) from error
    finally:
        raw.close()


def _share(raw: BinaryIO, size: int) -> Callable[[], float]:
    return lambda: 1.0 if raw.closed else raw.tell() / max(size, 1)


class Lines:
    """Physical lines that can be handed back, and the number of the last one.

    `taken` are the lines since it was last cleared: those of the current record.
    """

    def __init__(self, source: Iterator[str], name: str) -> None:
        self.source = source
        self.name = name
        self.number = 0
        self.taken: list[str] = []
        self._back: deque[str] = deque()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self.source)
        self.number += 1
        self.taken.append(line)
        if len(self.taken) > MOST_LINES:
            raise csv.Error(f"a quote is not closed within {MOST_LINES} lines")
        return line

    def keep_first(self) -> str:
        """Return the current record's first line and hand the others back."""
        first, *rest = self.taken
        self._back.extendleft(reversed(rest))
        self.number -= len(rest)
        return first


def _columns(lines: Lines, name: str, dataset: Dataset) -> tuple[str, ...]:
    """The header as field names. Raises SourceError if it is not this data set's."""
    first = next(lines.source, "")
    lines.number = 1
    if not first:
        raise SourceError(f"{name} is empty.")
    if first.lstrip().startswith("<"):
        raise SourceError(f"{name} is a web page (HTML), not a CSV file.")
    _refuse_delimiter(first, name)
    try:
        header = next(csv.reader([first], strict=True))
    except csv.Error as error:
        raise SourceError(f"{name} has an unreadable first line: {error}.") from error
    known = dataset.headers()
    columns = tuple(known.get(title.strip(), title.strip()) for title in header)
    check_columns(columns, name, dataset)
    return columns


def _refuse_delimiter(header: str, name: str) -> None:
    for delimiter, word in OTHER_DELIMITERS.items():
        if header.count(delimiter) > header.count(","):
            raise SourceError(
                f"{name} is separated by {word}; a comma-separated file is needed."
            )


def check_columns(columns: Sequence[str], name: str, dataset: Dataset) -> None:
    """Refuse a source that lacks a column, or names one twice. Raises SourceError."""
    missing = [c for c in dataset if c.required and c.field not in columns]
    unknown = [column for column in columns if column not in dataset.headers()]
    if missing:
        wanted = ", ".join(f'"{c.field}" ("{c.header}")' for c in missing[:10])
        more = f" and {len(missing) - 10} more" if len(missing) > 10 else ""  # noqa: PLR2004
        found = ", ".join(f'"{column[:60]}"' for column in unknown[:10])
        raise SourceError(
            f"{name} lacks columns of {dataset.name}: {wanted}{more}."
            + (f" It has others, perhaps renamed: {found}." if found else "")
        )
    if twice := sorted({c for c in columns if columns.count(c) > 1}):
        raise SourceError(f"{name} has a column twice: {', '.join(twice)}.")
    if unknown:
        logger.info("%s: not used: %s", name, ", ".join(unknown))


def _longest_value(dataset: Dataset) -> int:
    outline = any(column.kind is Kind.OUTLINE for column in dataset)
    return LONGEST_OUTLINE if outline else LONGEST_VALUE


def _rows(lines: Lines, width: int, longest: int) -> Iterator[RawRow]:
    """All records; one that cannot be read has a fault and its first line's text."""
    csv.field_size_limit(longest)
    while True:
        fault = ""
        reader = csv.reader(lines, strict=True)
        start = lines.number + 1
        lines.taken.clear()
        try:
            for values in reader:
                if len(values) != width and (values or len(lines.taken) > 1):
                    fault = f"{len(values)} values instead of {width}"
                    break
                if values:
                    yield RawRow(start, values)
                start = lines.number + 1
                lines.taken.clear()
            else:
                return
        except csv.Error as error:
            fault = str(error)
        first = lines.keep_first()
        _refuse_cut(first, lines, start)
        yield RawRow(start, [first.rstrip("\r\n")], fault)


def _refuse_cut(first: str, lines: Lines, start: int) -> None:
    """A bad last line without an end of line is where a download broke off."""
    if not first.endswith(("\n", "\r")):
        raise SourceError(
            f"{lines.name} ends in the middle of line {start}: it is cut off."
        )
