"""The words of a page: text, box, size, font and turn, from PDFium's characters."""

import ctypes
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

from analysis.reader.shown import Corners, Shown, rounded

MOST_CHARACTERS: Final = 250_000
MOST_WORDS: Final = 50_000
_LONGEST: Final = 200
_INVISIBLE: Final = 3
# Letters of one word are of sizes no more different than this; small capitals are.
_SIZES: Final = 1.5
# What PDFium puts where a word was broken at the end of a line.
_HYPHENS: Final = "\ufffe\x02"


@dataclass(frozen=True, slots=True)
class Style:
    size: float
    font: str
    turned: int
    hidden: bool


@dataclass(slots=True)
class Run:
    """A word as it grows; boxes are as shown."""

    style: Style
    text: str = ""
    box: Corners = (math.inf, math.inf, -math.inf, -math.inf)

    def add(self, character: str, box: Corners) -> None:
        self.text += character
        mine = self.box
        self.box = (
            min(mine[0], box[0]),
            min(mine[1], box[1]),
            max(mine[2], box[2]),
            max(mine[3], box[3]),
        )


@dataclass(slots=True)
class Text:
    """`unmapped`: characters of which the font does not say which they are."""

    words: list[Any] = field(default_factory=list)
    characters: int = 0
    unmapped: int = 0
    hidden_words: int = 0
    fonts: set[str] = field(default_factory=set)
    cut: bool = False


def read(page: pypdfium2.PdfPage, shown: Shown) -> Text:
    text = Text()
    loaded = page.get_textpage()
    try:
        for run in _runs(_Characters(loaded, shown), text):
            if len(text.words) == MOST_WORDS:
                text.cut = True
                break
            text.hidden_words += run.style.hidden
            style = run.style
            text.fonts.add(style.font)
            (size,) = rounded((style.size,))
            text.words.append(
                (run.text, rounded(run.box), size, style.font, style.turned)
            )
    finally:
        loaded.close()
    return text


def _runs(characters: "_Characters", text: Text) -> Iterator[Run]:
    run: Run | None = None
    for character, style, box, unmapped in characters:
        if style is None or character.isspace():
            if run:
                yield run
            run = None
            continue
        text.characters += 1
        text.unmapped += unmapped
        if run is None or _breaks(run, style, box):
            if run:
                yield run
            run = Run(style)
        run.add(character, box)
    text.cut = characters.cut
    if run:
        yield run


def _breaks(run: Run, style: Style, box: Corners) -> bool:
    """Whether a character belongs to another word though no blank stands between."""
    if run.style.turned != style.turned or len(run.text) >= _LONGEST:
        return True
    small, large = sorted((style.size, run.style.size))
    if large > _SIZES * small:
        return True
    far = max(large, 1.0)
    left, top, right, bottom = run.box
    return (
        box[0] - right > far
        or left - box[2] > far
        or box[1] - bottom > far
        or top - box[3] > far
    )


class _Characters:
    """Characters of a page with their style; style None: a blank that PDFium adds."""

    def __init__(self, loaded: pypdfium2.PdfTextPage, shown: Shown) -> None:
        self.loaded = loaded
        self.shown = shown
        count = loaded.count_chars()
        self.count = min(count, MOST_CHARACTERS)
        self.cut = count > self.count
        self.styles: dict[int, Style] = {}

    def __iter__(self) -> Iterator[tuple[str, Style | None, Corners, bool]]:
        sides = [ctypes.c_double() for _ in range(4)]
        # PDFium's order: left, right, bottom, top.
        left, right, bottom, top = sides
        places = [ctypes.byref(side) for side in sides]
        for index in range(self.count):
            code = raw.FPDFText_GetUnicode(self.loaded, index)
            made_up = raw.FPDFText_IsGenerated(self.loaded, index) == 1
            if made_up or not raw.FPDFText_GetCharBox(self.loaded, index, *places):
                yield " ", None, (0.0, 0.0, 0.0, 0.0), False
                continue
            unmapped = raw.FPDFText_HasUnicodeMapError(self.loaded, index) == 1
            box = self.shown.box((left.value, top.value, right.value, bottom.value))
            yield _character(code), self._style(index), box, unmapped or not code

    def _style(self, index: int) -> Style | None:
        shape = raw.FPDFText_GetTextObject(self.loaded, index)
        if not shape:
            return None
        # Objects live as long as the page: their address is their name.
        key = ctypes.addressof(shape.contents)
        if key not in self.styles:
            self.styles[key] = self._new_style(index, shape)
        return self.styles[key]

    def _new_style(self, index: int, shape: Any) -> Style:
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self.loaded, index, ctypes.byref(matrix))
        size = raw.FPDFText_GetFontSize(self.loaded, index)
        # Letters stand up along the matrix's second column.
        size *= math.hypot(matrix.c, matrix.d) * self.shown.unit
        hidden = raw.FPDFTextObj_GetTextRenderMode(shape) == _INVISIBLE
        turned = self.shown.turn(matrix.a, matrix.b)
        return Style(abs(size), _font_name(shape), turned, hidden)


def _character(code: int) -> str:
    character = chr(code) if 0 < code <= sys.maxunicode else "\ufffd"
    return "-" if character in _HYPHENS else character


def _font_name(shape: Any) -> str:
    font = raw.FPDFTextObj_GetFont(shape)
    if not font:
        return ""
    buffer = ctypes.create_string_buffer(200)
    length = raw.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    return buffer.raw[: max(length - 1, 0)].decode("utf-8", "replace")[:100]
