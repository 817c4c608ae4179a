"""A picture of the sheet: for people as WebP, and as a grid of what is white."""

import base64
import io
import math
import zlib
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image

from analysis.reader.shown import Shown

# A 24 by 36 inch sheet at 72 pixels an inch has 2,592.
LONGEST: Final = 2600
_THUMBNAIL: Final = 320
_QUALITY: Final = 70
# Cells of the white grid, in an inch.
_CELLS: Final = 24
# Pixels of a cell, on small sheets and on large ones.
_PIXELS: Final = (6, 3, 2, 1)
# Of 255: how much darker than the paper, and how dark paper may be.
_DARKER: Final = 16
_DARKEST_PAPER: Final = 200

Pixels = npt.NDArray[np.uint8]
Grid = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Raster:
    """`cell` is in points; `white` has a row for each row of cells."""

    pixels: Pixels
    white: Grid
    cell: float


def draw(page: pypdfium2.PdfPage, shown: Shown) -> Raster:
    inches = max(shown.width, shown.height) / 72
    pixels = next((n for n in _PIXELS if inches * _CELLS * n <= LONGEST), 1)
    cell = max(72 / _CELLS, max(shown.width, shown.height) / LONGEST)
    # PDFium's own unit is the page's, not the point.
    scale = pixels / cell * shown.unit
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
    try:
        drawn = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
    finally:
        bitmap.close()
    return Raster(drawn, pooled(_white(drawn), pixels), cell)


def _white(pixels: Pixels) -> Grid:
    """Where a pixel is as bright as the paper, in each colour."""
    red, green, blue = (pixels[:, :, colour] for colour in range(3))
    darkest: Pixels = np.minimum(np.minimum(red, green), blue)
    # One pixel of sixteen is enough to tell the paper's colour.
    counts = np.bincount(darkest[::4, ::4].ravel(), minlength=256)[_DARKEST_PAPER:]
    paper = _DARKEST_PAPER + int(counts.argmax()) if counts.any() else 255
    return darkest >= max(paper - _DARKER, _DARKEST_PAPER)


def pooled(white: Grid, pixels: int) -> Grid:
    """Cells of `pixels` on a side, white where all of them are; no half cells."""
    rows, columns = (math.ceil(length / pixels) for length in white.shape)
    # Past the edge of the sheet nothing is drawn.
    full = np.ones((rows * pixels, columns * pixels), bool)
    full[: white.shape[0], : white.shape[1]] = white
    lines: Grid = np.logical_and.reduce([full[one::pixels] for one in range(pixels)])
    cells: Grid = np.logical_and.reduce(
        [lines[:, one::pixels] for one in range(pixels)]
    )
    return cells


def packed(raster: Raster) -> list[Any]:
    """The grid as analysis/sheet_json.py has it."""
    rows, columns = raster.white.shape
    bits = zlib.compress(np.packbits(raster.white).tobytes(), 6)
    return [raster.cell, columns, rows, base64.b64encode(bits).decode()]


def pictures(raster: Raster) -> dict[str, str]:
    whole = Image.fromarray(raster.pixels)
    small = whole.copy()
    small.thumbnail((_THUMBNAIL, _THUMBNAIL), reducing_gap=2.0)
    return {"image": _webp(whole), "thumbnail": _webp(small)}


def _webp(image: Image.Image) -> str:
    file = io.BytesIO()
    image.save(file, "WEBP", quality=_QUALITY, method=2)
    return base64.b64encode(file.getvalue()).decode()
