"""Letters that are drawn as shapes, as AutoCAD's SHX fonts are, told by their rows.

A letter is a small path; a word is a row of them, close together, on one line, made of
different numbers of segments. Strokes of a hatch and bricks all have the same.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

# A page's small paths that are looked at.
MOST: Final = 20_000
# Heights in points of letters on plans: 1/32 to 1/4 inch, and some room.
_LOWEST, _HIGHEST = 2.0, 20.0
_MOST_SEGMENTS: Final = 120
_LEAST_IN_A_ROW: Final = 4
_LEAST_COUNTS: Final = 3

# Left, top, right, bottom, segments.
Small = tuple[float, float, float, float, int]


def may_be(box: tuple[float, float, float, float], segments: int) -> bool:
    """Going by a box with room for the pen, which has sharp corners at most."""
    small = _longest(box) <= 2 * _HIGHEST
    return small and 2 <= segments <= _MOST_SEGMENTS  # noqa: PLR2004 - a stroke has two


def is_of_their_size(box: tuple[float, float, float, float]) -> bool:
    """Going by the box of the path alone."""
    return _LOWEST <= _longest(box) <= _HIGHEST


def _longest(box: tuple[float, float, float, float]) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def count(small: Iterable[Small]) -> int:
    """How many stand in rows that read like words: lying or upright, what is more."""
    lying = list(small)
    upright = [(top, left, bottom, right, n) for left, top, right, bottom, n in lying]
    return max(_in_rows(lying), _in_rows(upright))


def _in_rows(small: list[Small]) -> int:
    return sum(len(row) for row in _rows(small) if _reads(row))


def _rows(small: list[Small]) -> Iterator[list[Small]]:
    """Paths with the same lower edge, within a point, that follow one another."""

    def line(one: Small) -> int:
        return round(one[3])

    for _, some in groupby(sorted(small, key=lambda one: (line(one), one[0])), line):
        row: list[Small] = []
        for one in some:
            if row and one[0] - row[-1][2] > 0.8 * max(
                one[3] - one[1], row[-1][3] - row[-1][1]
            ):
                yield row
                row = []
            row.append(one)
        yield row


def _reads(row: list[Small]) -> bool:
    counts = {segments for *_, segments in row}
    return len(row) >= _LEAST_IN_A_ROW and len(counts) >= _LEAST_COUNTS
