"""What draws on a page: lines, words in a font or as strokes, pictures."""

import io
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from analysis.bench.plan_maker import stroke_letters
from analysis.bench.plan_maker.rect import Rect

# In a font; as strokes, which nobody can search; as strokes with the words behind
# them, as text recognition leaves it; the words alone, unseen, without any line.
Letters = Literal["font", "strokes", "strokes with words", "unseen"]
Line = tuple[float, float, float, float]
UNSEEN = 3
# TrueType that comes with reportlab; the others are the Type 1 of every PDF reader.
FAMILIES = {
    "Vera": ("Vera", "VeraBd", "VeraIt"),
    # Characters under codes of its own, so that only /ToUnicode tells what they are.
    "Vera coded": ("VeraCoded", "VeraBdCoded", "VeraItCoded"),
    "Helvetica": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    "Times": ("Times-Roman", "Times-Bold", "Times-Italic"),
    "Courier": ("Courier", "Courier-Bold", "Courier-Oblique"),
}
Weight = Literal["plain", "bold", "italic"]
_WEIGHTS: tuple[Weight, ...] = ("plain", "bold", "italic")


def register_fonts() -> None:
    for name in FAMILIES["Vera"]:
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
            coded = TTFont(f"{name}Coded", f"{name}.ttf", asciiReadable=0)
            # By the face's name reportlab would take it for the one above.
            coded.face.name = f"{name}Coded".encode()
            pdfmetrics.registerFont(coded)


class Pen:
    """Draws at points from the bottom left of a canvas's page."""

    def __init__(
        self, canvas: Canvas, *, family: str = "Vera", letters: Letters = "font"
    ) -> None:
        self.canvas = canvas
        self.family = family
        self.letters = letters

    @property
    def has_ink(self) -> bool:
        return self.letters != "unseen"

    def lines(
        self, lines: Sequence[Line], width: float = 0.7, dash: Sequence[int] = ()
    ) -> None:
        if not (self.has_ink and lines):
            return
        self.canvas.setLineWidth(width)
        self.canvas.setDash(list(dash))
        self.canvas.lines(lines)
        self.canvas.setDash([])

    def line(
        self, x1: float, y1: float, x2: float, y2: float, width: float = 0.7
    ) -> None:
        self.lines([(x1, y1, x2, y2)], width)

    def rect(
        self, rect: Rect, width: float = 0.7, *, grey: float | None = None
    ) -> None:
        if not self.has_ink:
            return
        self.canvas.setLineWidth(width)
        if grey is not None:
            self.canvas.setFillGray(grey)
        self.canvas.rect(
            rect.left,
            rect.bottom,
            rect.width,
            rect.height,
            fill=int(grey is not None),
            stroke=int(width > 0),
        )
        self.canvas.setFillGray(0)

    def circle(self, x: float, y: float, radius: float, width: float = 0.7) -> None:
        if self.has_ink:
            self.canvas.setLineWidth(width)
            self.canvas.circle(x, y, radius)

    def arc(self, x: float, y: float, radius: float, start: float) -> None:
        """A quarter of a circle, as of a door."""
        if self.has_ink:
            self.canvas.setLineWidth(0.4)
            box = (x - radius, y - radius, x + radius, y + radius)
            self.canvas.arc(*box, startAng=start, extent=90)

    def run(self, points: Sequence[tuple[float, float]], width: float = 0.7) -> None:
        if not (self.has_ink and len(points) > 1):
            return
        path = self.canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        self.canvas.setLineWidth(width)
        self.canvas.drawPath(path)

    def text(  # noqa: PLR0913 - as a canvas has it
        self,
        place: tuple[float, float],
        words: str,
        size: float,
        *,
        weight: Weight = "plain",
        align: Literal["left", "middle", "right"] = "left",
        turned: float = 0,
    ) -> None:
        """`turned` is in degrees against the clock; `place` is on the baseline."""
        shift = {"left": 0.0, "middle": -0.5, "right": -1.0}[align]
        with self.at(place, turned):
            self._write(shift * self.width(words, size, weight), words, size, weight)

    def width(self, words: str, size: float, weight: Weight = "plain") -> float:
        if self.letters.startswith("strokes"):
            return stroke_letters.width(words, size)
        return float(pdfmetrics.stringWidth(words, self._font(weight), size))

    def _font(self, weight: Weight) -> str:
        return FAMILIES[self.family][_WEIGHTS.index(weight)]

    def _write(self, x: float, words: str, size: float, weight: Weight) -> None:
        if self.letters.startswith("strokes"):
            path = self.canvas.beginPath()
            for (across, up), *rest in stroke_letters.strokes(words, size):
                path.moveTo(x + across, up)
                for further, height in rest:
                    path.lineTo(x + further, height)
            self.canvas.setLineWidth(size / 14)
            self.canvas.drawPath(path)
        if self.letters != "strokes":
            mode = 0 if self.letters == "font" else UNSEEN
            text = self.canvas.beginText(x, 0)
            text.setFont(self._font(weight), size)
            text.setTextRenderMode(mode)
            text.textOut(words)
            if mode:
                text.setTextRenderMode(0)
            self.canvas.drawText(text)

    @contextmanager
    def at(self, place: tuple[float, float], turned: float = 0) -> Iterator[None]:
        """What is drawn inside has its origin there."""
        self.canvas.saveState()
        self.canvas.translate(*place)
        if turned:
            self.canvas.rotate(turned)
        yield
        self.canvas.restoreState()

    def around(
        self, middle: tuple[float, float], radius: float, words: str, size: float
    ) -> None:
        """Words along the upper half of a circle, as on a stamp."""
        step = min(180 / max(1, len(words)), 14)
        angle = 90 + step * (len(words) - 1) / 2
        for letter in words:
            way = math.radians(angle)
            at = (
                middle[0] + radius * math.cos(way),
                middle[1] + radius * math.sin(way),
            )
            self.text(at, letter, size, align="middle", turned=angle - 90)
            angle -= step

    def picture(self, image: Image.Image, rect: Rect, *, lossy: bool = False) -> None:
        if not self.has_ink:
            return
        source: ImageReader | Image.Image = ImageReader(image)
        if lossy:
            packed = io.BytesIO()
            image.save(packed, "JPEG", quality=60)
            packed.seek(0)
            source = ImageReader(packed)
        self.canvas.drawImage(
            source, rect.left, rect.bottom, rect.width, rect.height, mask="auto"
        )
