"""One sheet: everything of it that analysis.plan_set.Sheet has."""

import ctypes
from typing import Any, Final

import pypdfium2
from pypdf.generic import DictionaryObject
from pypdfium2 import raw

from analysis.reader import blanks, drawing, fonts, marks, raster, shown, words
from analysis.reader.document import UNREADABLE, Opened

# PDF 2.0: UserUnit is at least tiny and seldom over some dozens.
_LEAST_UNIT, _MOST_UNIT = 0.01, 1000.0
# Under so many words, a sheet full of drawing has no text to search.
_FEW_WORDS: Final = 10
_MUCH_DRAWING: Final = 2_000
_MOSTLY_PICTURE: Final = 0.5
# Rows of shapes that read like letters, before they are believed to be letters.
_LETTERS: Final = 150
_ENOUGH_CHARACTERS: Final = 40
_SHX: Final = "AutoCAD SHX Text"


def read(opened: Opened, number: int, *, images: bool) -> dict[str, Any]:
    said = measure(opened, number)
    if "problem" in said:
        return said
    pdf_page = opened.page(number)
    try:
        if pdf_page is not None and fonts.is_brotli(pdf_page):
            return said | {"problem": "It is compressed with Brotli."}
        page = opened.pdf[number - 1]
    except (pypdfium2.PdfiumError, *UNREADABLE):
        return said | {"problem": "The page is damaged."}
    try:
        place = shown.of(page, said["user_unit"])
        return (
            said
            | _content(page, place, pdf_page)
            | _picture(page, place, images=images)
        )
    except pypdfium2.PdfiumError:
        return said | {"problem": "The page is damaged."}
    finally:
        page.close()


def measure(opened: Opened, number: int) -> dict[str, Any]:
    """The sheet's number, label and size, for which its content is not read."""
    unit = _user_unit(opened.page(number))
    said = {"number": number, "user_unit": unit, "label": _label(opened.pdf, number)}
    size = raw.FS_SIZEF()
    if not raw.FPDF_GetPageSizeByIndexF(opened.pdf, number - 1, ctypes.byref(size)):
        return said | {"width": 0.0, "height": 0.0, "problem": "The page is damaged."}
    width, height = shown.rounded((size.width * unit, size.height * unit))
    return said | {"width": width, "height": height}


def _user_unit(page: DictionaryObject | None) -> float:
    """PDFium does not know it. Points, of the page's own unit."""
    try:
        unit = float(page.get("/UserUnit", 1.0)) if page is not None else 1.0
    except UNREADABLE:
        return 1.0
    return unit if _LEAST_UNIT <= unit <= _MOST_UNIT else 1.0


def _label(pdf: pypdfium2.PdfDocument, number: int) -> str:
    try:
        label: str = pdf.get_page_label(number - 1)
    except (pypdfium2.PdfiumError, UnicodeError):
        return ""
    return label[:200]


def _content(
    page: pypdfium2.PdfPage, place: shown.Shown, pdf_page: DictionaryObject | None
) -> dict[str, Any]:
    text = words.read(page, place)
    drawn = drawing.read(page, place)
    annotations = marks.read(page, place)
    said = {
        "words": text.words,
        "hidden_words": text.hidden_words,
        "fonts": _fonts(pdf_page, text.fonts),
        "annotations": annotations,
        "paths": drawn.paths,
        "segments": drawn.segments,
        "picture_share": drawn.picture_share,
        "largest_picture": drawn.largest_picture,
        "dense": drawn.dense,
        "drawn_letters": drawn.letters,
        "unsearchable": _is_unsearchable(text, drawn, annotations),
    }
    if text.cut:
        most = words.MOST_WORDS
        said["problem"] = f"It has too much text; the first {most:,} words were read."
    return said


def _fonts(page: DictionaryObject | None, used: set[str]) -> list[Any]:
    try:
        return list(fonts.read(page, used))[:1000] if page is not None else []
    except UNREADABLE:
        return []


def _is_unsearchable(
    text: words.Text, drawn: drawing.Drawing, annotations: list[marks.Row]
) -> bool:
    readable = text.characters - text.unmapped
    letters = drawn.letters + sum(
        len(text) for _, _, text, author in annotations if author == _SHX
    )
    if text.unmapped > readable and text.unmapped >= _ENOUGH_CHARACTERS:
        return True
    if letters >= _LETTERS and letters > readable:
        return True
    much = drawn.segments >= _MUCH_DRAWING or drawn.picture_share >= _MOSTLY_PICTURE
    return len(text.words) < _FEW_WORDS and much


def _picture(
    page: pypdfium2.PdfPage, place: shown.Shown, *, images: bool
) -> dict[str, Any]:
    drawn = raster.draw(page, place)
    said = {"white": raster.packed(drawn), "blanks": blanks.find(drawn)}
    return said | raster.pictures(drawn) if images else said
