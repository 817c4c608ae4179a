"""What is drawn on a page: how many paths, how dense, pictures, letters as shapes."""

import ctypes
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pypdfium2
from pypdfium2 import raw

from analysis.reader import density, letters
from analysis.reader.shapes import Bounds, Shape, matrix_of, moved, times, walk
from analysis.reader.shown import Corners, Shown, around

# Of one path, so many points stand for all of its segments.
_POINTS: Final = 64
# Of a page, so many long paths are followed; the others count where their middle is.
_MOST_FOLLOWED: Final = 20_000
# The grid on which pictures are laid to see how much of the sheet they cover.
_GRID: Final = 100


@dataclass(slots=True)
class Drawing:
    paths: int = 0
    segments: int = 0
    picture_share: float = 0.0
    largest_picture: float = 0.0
    dense: list[tuple[Corners, float]] = field(default_factory=list)
    letters: int = 0


def read(page: pypdfium2.PdfPage, shown: Shown) -> Drawing:
    drawing = Drawing()
    reader = _Reader(shown)
    for shape in walk(page):
        if shape.kind == raw.FPDF_PAGEOBJ_PATH:
            drawing.paths += 1
            drawing.segments += reader.path(shape)
        elif shape.kind == raw.FPDF_PAGEOBJ_IMAGE:
            reader.picture(shape)
    drawing.picture_share, drawing.largest_picture = reader.pictures()
    drawing.dense = reader.density.densest()
    drawing.letters = letters.count(reader.small)
    return drawing


class _Reader:
    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.bounds = Bounds(shown)
        self.density = density.Density(shown.width, shown.height)
        self.small: list[letters.Small] = []
        self.followed = 0
        self.covered = np.zeros((_GRID, _GRID), bool)
        self.largest = 0.0

    def path(self, shape: Shape) -> int:
        """Take a path into account; how many segments it has."""
        count: int = max(raw.FPDFPath_CountSegments(shape.handle), 0)
        box = self.bounds.of(shape)
        if box is None or not count:
            return count
        if letters.may_be(box, count) and len(self.small) < letters.MOST:
            # PDFium's box has room for the pen's corners, different for each letter.
            own = around(self._points(shape, count))
            if letters.is_of_their_size(own):
                self.small.append((*own, count))
        if density.is_local(box) or self.followed >= _MOST_FOLLOWED:
            self.density.add((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, count)
        else:
            self.followed += 1
            self.density.follow(self._points(shape, count), count)
        return count

    def _points(self, shape: Shape, count: int) -> list[tuple[float, float]]:
        """Points along the path, as shown."""
        matrix = times(matrix_of(shape.handle), shape.within)
        step = -(-count // _POINTS)
        x, y = ctypes.c_float(), ctypes.c_float()
        found = []
        for index in range(0, count, step):
            segment = raw.FPDFPath_GetPathSegment(shape.handle, index)
            raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            found.append(self.shown.point(*moved(matrix, x.value, y.value)))
        return found

    def picture(self, shape: Shape) -> None:
        box = self.bounds.of(shape)
        part = self.shown.within(box) if box else None
        if part is None:
            return
        left, top, right, bottom = part
        area = self.shown.width * self.shown.height
        self.largest = max(self.largest, (right - left) * (bottom - top) / area)
        across, down = _GRID / self.shown.width, _GRID / self.shown.height
        self.covered[
            round(top * down) : round(bottom * down),
            round(left * across) : round(right * across),
        ] = True

    def pictures(self) -> tuple[float, float]:
        return float(self.covered.mean()), self.largest
