"""Blank rectangles of a sheet, as large as they can be made."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from analysis.reader.raster import Grid, Raster, pooled
from analysis.reader.shown import rounded
from analysis.white import TOLERANCE, room

MOST: Final = 12
# Coarser cells are enough to find them; each is then grown cell by cell.
_COARSE: Final = 8
# Nothing narrower than an inch is of use to anyone: margins and gaps between lines.
_LEAST: Final = 72.0
# The City's stamps want this much, wide and tall, on the cover.
_STAMPS: Final = (8.5 * 72, 11.0 * 72)
_MOST_FOR_STAMPS: Final = 4


class Part(NamedTuple):
    """Rows and columns of cells, from and up to."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def area(self) -> int:
        return (self.bottom - self.top) * (self.right - self.left)


def find(raster: Raster) -> list[list[float]]:
    """Boxes in points, the largest first."""
    found = {*_for_stamps(raster), *_largest(raster)}
    largest = sorted(found, key=lambda part: -part.area)[:MOST]
    return [
        rounded(
            side * raster.cell for side in (one.left, one.top, one.right, one.bottom)
        )
        for one in largest
    ]


def _for_stamps(raster: Raster) -> Iterator[Part]:
    wide, tall = (int((side - TOLERANCE) / raster.cell) for side in _STAMPS)
    fits = room(raster.white, max(wide, 1), max(tall, 1))
    for _ in range(_MOST_FOR_STAMPS):
        if not fits.any():
            return
        top, left = divmod(int(fits.argmax()), fits.shape[1])
        part = _grown(raster.white, Part(top, top + tall, left, left + wide))
        yield part
        # Others that would start in the same rectangle are the same place.
        fits[part.top : part.bottom, part.left : part.right] = False


def _largest(raster: Raster) -> Iterator[Part]:
    """The largest, then the largest beside it, and so on."""
    rows, columns = (length // _COARSE * _COARSE for length in raster.white.shape)
    coarse = pooled(raster.white[:rows, :columns], _COARSE)
    least = max(1, int(_LEAST / raster.cell / _COARSE))
    for _ in range(MOST - _MOST_FOR_STAMPS):
        part = _maximal(coarse, least)
        if not part.area:
            return
        coarse[part.top : part.bottom, part.left : part.right] = False
        yield _grown(raster.white, Part(*(side * _COARSE for side in part)))


def _maximal(cells: Grid, least: int) -> Part:
    """The largest white rectangle: under the heights of white above each row.

    Its sides have at least `least` cells; if there is none such, it has no area.
    """
    best = Part(0, 0, 0, 0)
    heights = np.zeros(cells.shape[1] + 1, int)
    for row in range(cells.shape[0]):
        heights[:-1] = np.where(cells[row], heights[:-1] + 1, 0)
        for part in _under(heights.tolist(), row, least):
            if part.area > best.area:
                best = part
    return best


def _under(heights: list[int], row: int, least: int) -> Iterator[Part]:
    """Each rectangle that stands on this row and cannot be made wider."""
    stack: list[tuple[int, int]] = []
    for column, height in enumerate(heights):
        start = column
        while stack and stack[-1][1] >= height:
            start, high = stack.pop()
            if high >= least and column - start >= least:
                yield Part(row + 1 - high, row + 1, start, column)
        if height:
            stack.append((start, height))


def _grown(cells: Grid, part: Part) -> Part:
    top, bottom, left, right = part
    while top and cells[top - 1, left:right].all():
        top -= 1
    while bottom < cells.shape[0] and cells[bottom, left:right].all():
        bottom += 1
    while left and cells[top:bottom, left - 1].all():
        left -= 1
    while right < cells.shape[1] and cells[top:bottom, right].all():
        right += 1
    return Part(top, bottom, left, right)
