"""The sheet index of a cover: number and name of each sheet it lists."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from analysis import sheet_numbers
from analysis.lines import Line
from analysis.plan_set import Box

# An index stands on one of the first sheets.
FIRST_SHEETS: Final = 3
_HEADING: Final = re.compile(
    r"(?:(?:SHEET|DRAWING|DWG\.?|PLAN)S?\s+(?:INDEX|LIST|SCHEDULE)"
    r"|(?:INDEX|LIST|SCHEDULE)\s+OF\s+(?:SHEETS|DRAWINGS|PLANS)"
    r"|TABLE\s+OF\s+CONTENTS|INDEX)\W*",
    re.IGNORECASE,
)
_FEWEST: Final = 3
# How far, in letters' heights, a name may stand behind its number, and a number from
# the
# left edge of its column.
_NAME_REACH: Final = 16.0
_ALIGNED: Final = 1.5
# A title block's "SHEET LIST" is smaller than a heading; so is a note that names one.
_LEFT_OF_HEADING: Final = 6.0


@dataclass(frozen=True, slots=True)
class Entry:
    number: str
    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class Index:
    sheet: int
    heading: Box
    entries: tuple[Entry, ...]


def find(
    sheets: Iterable[tuple[int, Sequence[Line]]], *, by_figures: bool = False
) -> Index | None:
    """The first index on the first sheets, given as place and lines.

    One with no entries is better than none. `by_figures`: sheets are numbered 1, 2, 3.
    """
    empty = None
    for number, all_lines in islice(sheets, FIRST_SHEETS):
        for heading in all_lines:
            if not _HEADING.fullmatch(heading.text):
                continue
            entries = _entries(heading, all_lines, by_figures=by_figures)
            found = Index(number, heading.box, entries)
            if len(entries) >= _FEWEST:
                return found
            empty = empty or found
    return empty


def _entries(
    heading: Line, all_lines: Sequence[Line], *, by_figures: bool
) -> tuple[Entry, ...]:
    """What is listed below the heading, column by column."""
    starts = [
        (line, number)
        for line in all_lines
        if line.turned == heading.turned == 0
        and line.box.top >= heading.box.bottom - 1
        and line.box.left >= heading.box.left - _LEFT_OF_HEADING * heading.size
        and (number := _number(line.words[0].text, by_figures=by_figures))
    ]
    found = [
        (line, Entry(number, name, line.box))
        for line, number in starts
        if (name := _name(line, all_lines)) and len(_column(line, starts)) >= _FEWEST
    ]
    found.sort(key=lambda pair: (round(pair[0].box.left / 20), pair[0].box.top))
    return tuple(entry for _, entry in found)


def _number(text: str, *, by_figures: bool) -> str | None:
    if by_figures and sheet_numbers.is_figure(text):
        return text
    return sheet_numbers.read(text)


def _column(line: Line, starts: Sequence[tuple[Line, str]]) -> list[Line]:
    """Those that start where this one starts, in letters of its size."""
    return [
        other
        for other, _ in starts
        if abs(other.box.left - line.box.left) <= _ALIGNED * line.size
        and abs(other.size - line.size) <= 0.2 * line.size
    ]


def _name(line: Line, all_lines: Sequence[Line]) -> str:
    """The words behind the number, on its line or a little apart on the same row."""
    own = " ".join(word.text for word in line.words[1:])
    if own:
        return own
    right = [
        other
        for other in all_lines
        if other.turned == 0
        and 0 <= other.box.left - line.box.right <= _NAME_REACH * line.size
        and abs(other.box.bottom - line.box.bottom) <= 0.5 * line.size
    ]
    nearest = min(right, key=lambda other: other.box.left, default=None)
    return nearest.text if nearest else ""
