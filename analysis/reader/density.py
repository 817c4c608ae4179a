"""How many segments of paths there are in each square inch of a sheet."""

import math
from itertools import pairwise
from typing import Final

import numpy as np

from analysis.reader.shown import FAR, Corners

CELL: Final = 72.0
# Cells with fewer are not told; ordinary linework has some dozens.
LEAST: Final = 80
MOST_TOLD: Final = 64
# Cells on a side of the largest sheet; larger ones have larger cells.
_MOST_CELLS: Final = 400

Point = tuple[float, float]


def is_local(box: Corners) -> bool:
    """Whether a shape is so small that it counts as a whole where its middle is."""
    return box[2] - box[0] < CELL / 2 and box[3] - box[1] < CELL / 2


def _is_near(point: Point) -> bool:
    """Whether it is a number at all, and not so far out that nothing can be counted."""
    return all(-FAR < side < FAR for side in point)


class Density:
    def __init__(self, width: float, height: float) -> None:
        self.cell = max(CELL, width / _MOST_CELLS, height / _MOST_CELLS)
        self.columns = max(1, math.ceil(width / self.cell))
        self.rows = max(1, math.ceil(height / self.cell))
        self.counts = np.zeros((self.rows, self.columns))

    def add(self, x: float, y: float, count: float) -> None:
        if _is_near((x, y)):
            column, row = math.floor(x / self.cell), math.floor(y / self.cell)
            if 0 <= column < self.columns and 0 <= row < self.rows:
                self.counts[row, column] += count

    def follow(self, points: list[Point], count: int) -> None:
        """Count a path once in each cell that it crosses, for each of its segments."""
        weight = max(1.0, count / max(len(points), 1))
        for start, end in pairwise(filter(_is_near, points)):
            for column, row in self._crossed(start, end):
                self.counts[row, column] += weight

    def _crossed(self, start: Point, end: Point) -> set[tuple[int, int]]:
        length = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
        steps = min(2 * math.ceil(length / self.cell) + 1, 2 * _MOST_CELLS)
        across = np.linspace(start[0], end[0], steps) / self.cell
        down = np.linspace(start[1], end[1], steps) / self.cell
        cells = zip(
            np.floor(across).astype(int).tolist(),
            np.floor(down).astype(int).tolist(),
            strict=True,
        )
        return {
            (column, row)
            for column, row in cells
            if 0 <= column < self.columns and 0 <= row < self.rows
        }

    def densest(self) -> list[tuple[Corners, float]]:
        """Box and segments a square inch, the densest first."""
        per_inch = self.counts * (CELL / self.cell) ** 2
        rows, columns = np.nonzero(per_inch >= LEAST)
        found = sorted(
            zip(per_inch[rows, columns].tolist(), rows, columns, strict=True),
            reverse=True,
        )
        return [
            (self._box(int(column), int(row)), round(count, 1))
            for count, row, column in found[:MOST_TOLD]
        ]

    def _box(self, column: int, row: int) -> Corners:
        left, top = column * self.cell, row * self.cell
        return left, top, left + self.cell, top + self.cell
