"""The objects of a page, also those within forms, with their boxes as shown."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

from analysis.reader.shown import Corners, Shown

# What a page may have and still be walked to its end: CAD's heaviest have some 300,000.
MOST_OBJECTS: Final = 400_000
DEEPEST: Final = 12

Matrix = tuple[float, float, float, float, float, float]
UNIT: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Shape:
    """`kind` is PDFium's; `within` leads from the object's form to the page."""

    handle: Any
    kind: int
    within: Matrix


def times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def matrix_of(handle: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, ctypes.byref(found)):
        return UNIT
    return found.a, found.b, found.c, found.d, found.e, found.f


def walk(page: pypdfium2.PdfPage) -> Iterator[Shape]:
    """At most MOST_OBJECTS of them."""
    # Holders that are being walked: how many objects, how to get one, and the matrix.
    count = raw.FPDFPage_CountObjects(page)
    holders = [(iter(range(count)), raw.FPDFPage_GetObject, page, UNIT)]
    given = 0
    while holders and given < MOST_OBJECTS:
        indexes, get, holder, within = holders[-1]
        if (index := next(indexes, None)) is None:
            holders.pop()
            continue
        handle = get(holder, index)
        kind = raw.FPDFPageObj_GetType(handle)
        given += 1
        if kind != raw.FPDF_PAGEOBJ_FORM:
            yield Shape(handle, kind, within)
        elif len(holders) < DEEPEST:
            inner = iter(range(raw.FPDFFormObj_CountObjects(handle)))
            matrix = times(matrix_of(handle), within)
            holders.append((inner, raw.FPDFFormObj_GetObject, handle, matrix))


class Bounds:
    """Boxes of shapes, as shown; one object, because there are so many."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.sides = [ctypes.c_float() for _ in range(4)]
        self.places = [ctypes.byref(side) for side in self.sides]

    def of(self, shape: Shape) -> Corners | None:
        if not raw.FPDFPageObj_GetBounds(shape.handle, *self.places):
            return None
        left, bottom, right, top = (side.value for side in self.sides)
        if shape.within is not UNIT:
            return self._framed(shape.within, left, bottom, right, top)
        return self.shown.box((left, top, right, bottom))

    def _framed(
        self, matrix: Matrix, left: float, bottom: float, right: float, top: float
    ) -> Corners:
        """The box around a box that a form has moved, scaled or turned."""
        corners = [moved(matrix, x, y) for x in (left, right) for y in (bottom, top)]
        across = [x for x, _ in corners]
        up = [y for _, y in corners]
        return self.shown.box((min(across), max(up), max(across), min(up)))
