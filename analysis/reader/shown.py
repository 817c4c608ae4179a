"""From a page's own coordinates to those of the sheet as it is shown."""

import ctypes
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pypdfium2
from pypdfium2 import raw

# Points: farther out than any sheet is wide.
FAR: Final = 1e7

Corners = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Shown:
    """`left`, `top`, `wide` and `tall` are of the crop box, before it is turned."""

    left: float
    top: float
    wide: float
    tall: float
    turned: int
    unit: float

    @property
    def width(self) -> float:
        return self.unit * (self.tall if self.turned % 180 else self.wide)

    @property
    def height(self) -> float:
        return self.unit * (self.wide if self.turned % 180 else self.tall)

    def point(self, x: float, y: float) -> tuple[float, float]:
        right, down = x - self.left, self.top - y
        if self.turned == 90:  # noqa: PLR2004 - degrees
            right, down = self.tall - down, right
        elif self.turned == 180:  # noqa: PLR2004
            right, down = self.wide - right, self.tall - down
        elif self.turned == 270:  # noqa: PLR2004
            right, down = down, self.wide - right
        return right * self.unit, down * self.unit

    def box(self, corners: Corners) -> Corners:
        """Left, top, right, bottom, of a box given by two opposite corners."""
        first = self.point(*corners[:2])
        second = self.point(*corners[2:])
        return (
            min(first[0], second[0]),
            min(first[1], second[1]),
            max(first[0], second[0]),
            max(first[1], second[1]),
        )

    def within(self, box: Corners) -> Corners | None:
        """The part of a box on the sheet."""
        left, top = max(box[0], 0.0), max(box[1], 0.0)
        right, bottom = min(box[2], self.width), min(box[3], self.height)
        return (left, top, right, bottom) if left < right and top < bottom else None

    def turn(self, right: float, up: float) -> int:
        """How a line of text is turned that runs in this direction of the page."""
        if not math.isfinite(right + up):
            return 0
        clockwise = self.turned - math.degrees(math.atan2(up, right))
        return round(clockwise / 90) * 90 % 360


def of(page: pypdfium2.PdfPage, unit: float) -> Shown:
    box = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page, ctypes.byref(box)):
        raise pypdfium2.PdfiumError("The page has no box.")
    turned = page.get_rotation()
    wide, tall = box.right - box.left, box.top - box.bottom
    return Shown(box.left, box.top, wide, tall, turned, unit)


def around(points: list[tuple[float, float]]) -> Corners:
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def rounded(numbers: Iterable[float]) -> list[float]:
    """A hundredth of a point is finer than any pen; off by more than FAR is off."""
    # In this order, what is no number becomes one too.
    return [round(min(FAR, max(-FAR, number)), 2) for number in numbers]
