"""Annotations of a page: marks that are not part of it yet."""

import ctypes
import re
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

from analysis.reader.shown import Shown, rounded

MOST: Final = 2_000
_LONGEST: Final = 500

_KINDS: Final = {
    value: name.removeprefix("FPDF_ANNOT_")
    for name, value in vars(raw).items()
    if re.fullmatch(r"FPDF_ANNOT_[A-Z0-9]+", name) and isinstance(value, int)
}
# As the PDF spells them, where it is not the name in title case.
_SPELT: Final = {
    "FREETEXT": "FreeText",
    "POLYLINE": "PolyLine",
    "STRIKEOUT": "StrikeOut",
    "FILEATTACHMENT": "FileAttachment",
    "PRINTERMARK": "PrinterMark",
    "TRAPNET": "TrapNet",
    "THREED": "3D",
    "RICHMEDIA": "RichMedia",
    "XFAWIDGET": "Widget",
}

Row = tuple[str, list[float], str, str]


def read(page: pypdfium2.PdfPage, shown: Shown) -> list[Row]:
    """Kind, box, text, author."""
    count = min(raw.FPDFPage_GetAnnotCount(page), MOST)
    return list(_rows(page, shown, count))


def _rows(page: pypdfium2.PdfPage, shown: Shown, count: int) -> Iterator[Row]:
    for index in range(count):
        mark = raw.FPDFPage_GetAnnot(page, index)
        if not mark:
            continue
        try:
            yield _row(mark, shown)
        finally:
            raw.FPDFPage_CloseAnnot(mark)


def _row(mark: Any, shown: Shown) -> Row:
    kind = _KINDS.get(raw.FPDFAnnot_GetSubtype(mark), "UNKNOWN")
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(mark, ctypes.byref(box))
    corners = shown.box((box.left, box.top, box.right, box.bottom))
    text, author = _string(mark, b"Contents"), _string(mark, b"T")
    return _SPELT.get(kind, kind.title()), rounded(corners), text, author


def _string(mark: Any, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(mark, key, None, 0)
    if size <= 2 or size > 1_000_000:  # noqa: PLR2004 - empty is two bytes, of its end
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFAnnot_GetStringValue(mark, key, buffer, size)
    text = bytes(buffer)[: size - 2].decode("utf-16-le", "replace")
    return text[:_LONGEST]
