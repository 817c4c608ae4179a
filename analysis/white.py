"""Where there is room on a sheet: questions to its grid of white cells."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.plan_set import INCH, Box, Sheet, White

Grid = npt.NDArray[np.bool_]

# A frame around a blank of 2 by 2 inches takes part of the cells along its lines.
TOLERANCE: Final = INCH / 8


class Shared(NamedTuple):
    """A place on most sheets: where on the first of `sheets`, and who lacks it."""

    box: Box
    sheets: tuple[int, ...]
    without: tuple[int, ...]


def grid(white: White) -> Grid:
    """Rows of cells, true where white."""
    bits = np.unpackbits(
        np.frombuffer(white.bits, np.uint8), count=white.rows * white.columns
    )
    return bits.reshape(white.rows, white.columns).astype(bool)


def room(cells: Grid, columns: int, rows: int) -> Grid:
    """Cells that are the top left one of a white rectangle of this size."""
    if columns > cells.shape[1] or rows > cells.shape[0]:
        return np.zeros((0, 0), bool)
    sums = np.zeros((cells.shape[0] + 1, cells.shape[1] + 1), np.int32)
    sums[1:, 1:] = (~cells).cumsum(axis=0, dtype=np.int32).cumsum(axis=1)
    dark = (
        sums[rows:, columns:]
        - sums[:-rows, columns:]
        - sums[rows:, :-columns]
        + sums[:-rows, :-columns]
    )
    found: Grid = dark == 0
    return found


def fits(sheet: Sheet, width: float, height: float) -> list[Box]:
    """Places for a rectangle of this size in points, none over another; less TOLERANCE.

    From the top, then from the left. Each box has the size that was asked for.
    """
    if sheet.white is None:
        return []
    cell = sheet.white.cell
    columns, rows = _cells(width, cell), _cells(height, cell)
    free = room(grid(sheet.white), columns, rows)
    found = []
    while free.any():
        row, column = divmod(int(free.argmax()), free.shape[1])
        found.append(_box(row, column, cell, width, height))
        over = max(row - rows + 1, 0), max(column - columns + 1, 0)
        free[over[0] : row + rows, over[1] : column + columns] = False
    return found


def shared(
    sheets: Sequence[Sheet], side: float, *, within: Mapping[int, Box] | None = None
) -> Shared | None:
    """The place for a square of this side that most of the sheets have, less TOLERANCE.

    Places are compared from the right lower corner, where title blocks are, so that
    sheets of other sizes can be told. `within`: of a sheet's number, where on it the
    square has to lie; on a sheet that is not named, anywhere. None: no sheet has room
    for it, or none is drawn.
    """
    drawn = [sheet for sheet in sheets if sheet.white is not None]
    parts = within or {}
    free = {
        sheet.number: _from_corner(sheet, side, parts.get(sheet.number))
        for sheet in drawn
    }
    rows = max((one.shape[0] for one in free.values()), default=0)
    columns = max((one.shape[1] for one in free.values()), default=0)
    votes = np.zeros((rows, columns), np.int32)
    for one in free.values():
        votes[: one.shape[0], : one.shape[1]] += one
    if not votes.any():
        return None
    row, column = divmod(int(votes.argmax()), columns)
    have = tuple(number for number, one in free.items() if _at(one, row, column))
    without = tuple(number for number in free if number not in have)
    first = next(sheet for sheet in drawn if sheet.number == have[0])
    return Shared(_corner_box(first, row, column, side), have, without)


def _cells(length: float, cell: float) -> int:
    return max(int((length - TOLERANCE) / cell), 1)


def _box(row: int, column: int, cell: float, width: float, height: float) -> Box:
    left, top = column * cell, row * cell
    return Box(left, top, left + width, top + height)


def _from_corner(sheet: Sheet, side: float, within: Box | None = None) -> Grid:
    """Where the square fits, turned so that the right lower corner comes first."""
    assert sheet.white is not None
    cell = sheet.white.cell
    cells = _cells(side, cell)
    free = room(grid(sheet.white), cells, cells)
    if within is not None:
        inside = np.zeros_like(free)
        left, top, right, bottom = (round(edge / cell) for edge in within)
        rows = slice(max(top, 0), max(bottom - cells + 1, 0))
        inside[rows, max(left, 0) : max(right - cells + 1, 0)] = True
        free &= inside
    return free[::-1, ::-1]


def _at(free: Grid, row: int, column: int) -> bool:
    return row < free.shape[0] and column < free.shape[1] and bool(free[row, column])


def _corner_box(sheet: Sheet, row: int, column: int, side: float) -> Box:
    assert sheet.white is not None
    free = _from_corner(sheet, side).shape
    return _box(free[0] - 1 - row, free[1] - 1 - column, sheet.white.cell, side, side)
