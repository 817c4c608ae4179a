"""Rectangles as they are drawn: in points, the origin at the bottom left."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

INCH = 72.0


class Rect(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def inset(self, by: float, vertical: float | None = None) -> "Rect":
        high = by if vertical is None else vertical
        return Rect(
            self.left + by, self.bottom + high, self.right - by, self.top - high
        )

    def columns(self, shares: Sequence[float]) -> list["Rect"]:
        """Beside each other from the left, widths by share."""
        edges = _edges(self.left, self.right, shares)
        return [
            Rect(left, self.bottom, right, self.top) for left, right in pairwise(edges)
        ]

    def rows(self, shares: Sequence[float]) -> list["Rect"]:
        """Below each other from the top, heights by share."""
        edges = _edges(self.top, self.bottom, shares)
        return [
            Rect(self.left, bottom, self.right, top) for top, bottom in pairwise(edges)
        ]

    def grid(self, across: int, down: int) -> list["Rect"]:
        return [
            cell for row in self.rows([1] * down) for cell in row.columns([1] * across)
        ]


def _edges(start: float, end: float, shares: Sequence[float]) -> list[float]:
    whole, edges = sum(shares), [start]
    for share in shares:
        edges.append(edges[-1] + (end - start) * share / whole)
    return edges
