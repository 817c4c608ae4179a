"""Sheets and plan sets as JSON: how the reader sends them and how a job keeps them.

Read back, nothing is believed: types, finite numbers, counts and lengths are checked,
and characters that no database takes are replaced.
"""

import base64
import binascii
import dataclasses
import math
import zlib
from collections.abc import Callable
from typing import Any, Final, TypeVar

from analysis.plan_set import (
    Annotation,
    Blank,
    Bookmark,
    Box,
    Font,
    PlanSet,
    Sheet,
    White,
    Word,
)

MOST_WORDS: Final = 50_000
_MOST_ITEMS: Final = 5_000
_MOST_TEXT: Final = 2_000
# A page has at most 14,400 units of at most 1,000 points (PDF 2.0, UserUnit).
_FARTHEST: Final = 1e8
_MOST_COUNT: Final = 2_000_000_000
# Cells of the white grid: 2,600 on a side, and parts of one at the edge.
_MOST_CELLS: Final = 2_610 * 2_610

T = TypeVar("T")


class UntrustedError(Exception):
    """The reader said something that cannot be."""


def sheet_json(sheet: Sheet) -> dict[str, Any]:
    """The sheet as JSON takes it; `sheet_from` reads it back."""
    said = {
        field.name: getattr(sheet, field.name) for field in dataclasses.fields(sheet)
    }
    said["words"] = [dataclasses.astuple(word) for word in sheet.words]
    said["fonts"] = [dataclasses.astuple(font) for font in sheet.fonts]
    said["annotations"] = [dataclasses.astuple(mark) for mark in sheet.annotations]
    said["blanks"] = [blank.box for blank in sheet.blanks]
    said["white"] = _white_json(sheet.white) if sheet.white else None
    return said


def _white_json(white: White) -> list[Any]:
    packed = base64.b64encode(zlib.compress(white.bits, 6)).decode()
    return [white.cell, white.columns, white.rows, packed]


def sheet_from(said: dict[str, Any], *, number: int) -> Sheet:
    """The sheet of this number.

    Raises:
        UntrustedError: it is another one, or no sheet.
    """
    if said.get("number") != number:
        raise UntrustedError("The reader spoke of another sheet.")
    return Sheet(
        number=number,
        width=_number(said.get("width"), least=0.0),
        height=_number(said.get("height"), least=0.0),
        label=_text(said.get("label", "")),
        words=_all(said, "words", _word, most=MOST_WORDS),
        fonts=_all(said, "fonts", _font),
        annotations=_all(said, "annotations", _annotation),
        paths=_count(said.get("paths", 0)),
        segments=_count(said.get("segments", 0)),
        picture_share=_share(said.get("picture_share", 0.0)),
        largest_picture=_share(said.get("largest_picture", 0.0)),
        blanks=_all(said, "blanks", lambda one: Blank(_box(one))),
        white=_white(said.get("white")),
        dense=_all(said, "dense", _dense),
        unsearchable=said.get("unsearchable") is True,
        drawn_letters=_count(said.get("drawn_letters", 0)),
        hidden_words=_count(said.get("hidden_words", 0)),
        user_unit=_number(said.get("user_unit", 1.0), least=0.0),
        problem=_text(said.get("problem", "")),
    )


def plan_set_from(said: dict[str, Any], *, file_name: str, size: int) -> PlanSet:
    """A set without its sheets.

    Raises:
        UntrustedError: it is none.
    """
    return PlanSet(
        file_name=file_name,
        size=size,
        sheets=(),
        bookmarks=_all(said, "bookmarks", _bookmark),
        has_labels=said.get("has_labels") is True,
        encrypted=said.get("encrypted") is True,
        forbids=_all(said, "forbids", _text),
        signatures=_all(said, "signatures", _text),
        layers=_all(said, "layers", _text),
        form_fields=_all(said, "form_fields", _text),
        attachments=_all(said, "attachments", _text),
        producer=_text(said.get("producer", "")),
        pages=_count(said.get("pages")),
        problems=_all(said, "problems", _text),
    )


def _all(
    said: dict[str, Any], key: str, one: Callable[[Any], T], most: int = _MOST_ITEMS
) -> tuple[T, ...]:
    found = said.get(key, [])
    if not isinstance(found, list) or len(found) > most:
        raise UntrustedError(f"The reader sent no list, or too long a one, of {key}.")
    return tuple(map(one, found))


def _fields(said: Any, count: int) -> list[Any]:
    if not isinstance(said, list) or len(said) != count:
        raise UntrustedError("The reader sent something of another shape.")
    return said


def _text(said: Any) -> str:
    if not isinstance(said, str):
        raise UntrustedError("The reader sent something that is no text.")
    said = said[:_MOST_TEXT]
    return said if said.isprintable() else "".join(map(_character, said))


def _character(one: str) -> str:
    """Half a surrogate pair and control characters are nothing that can be kept."""
    return one if one.isprintable() or one in "\n\t\u00a0\u00ad" else "\ufffd"


def _number(said: Any, *, least: float = -_FARTHEST) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise UntrustedError("The reader sent something that is no number.")
    if not math.isfinite(said) or not least <= said <= _FARTHEST:
        raise UntrustedError("The reader sent a number that cannot be.")
    return float(said)


def _share(said: Any) -> float:
    return min(_number(said, least=0.0), 1.0)


def _count(said: Any) -> int:
    if type(said) is not int or not 0 <= said <= _MOST_COUNT:
        raise UntrustedError("The reader sent a count that cannot be.")
    return said


def _box(said: Any) -> Box:
    left, top, right, bottom = map(_number, _fields(said, 4))
    return Box(left, top, right, bottom)


def _word(said: Any) -> Word:
    text, box, size, font, turned = _fields(said, 5)
    if turned not in {0, 90, 180, 270}:
        raise UntrustedError("The reader sent a turn that cannot be.")
    return Word(_text(text), _box(box), _number(size, least=0.0), _text(font), turned)


def _font(said: Any) -> Font:
    name, kind, embedded = _fields(said, 3)
    return Font(_text(name), _text(kind), embedded is True)


def _annotation(said: Any) -> Annotation:
    kind, box, text, author = _fields(said, 4)
    return Annotation(_text(kind), _box(box), _text(text), _text(author))


def _bookmark(said: Any) -> Bookmark:
    title, sheet, depth = _fields(said, 3)
    return Bookmark(
        _text(title), None if sheet is None else _count(sheet), _count(depth)
    )


def _dense(said: Any) -> tuple[Box, float]:
    box, count = _fields(said, 2)
    return _box(box), _number(count, least=0.0)


def _white(said: Any) -> White | None:
    if said is None:
        return None
    cell, columns, rows, packed = _fields(said, 4)
    columns, rows = _count(columns), _count(rows)
    if not 0 < columns * rows <= _MOST_CELLS or not isinstance(packed, str):
        raise UntrustedError("The reader sent a grid that cannot be.")
    bits = _inflated(packed, (columns * rows + 7) // 8)
    return White(_number(cell, least=0.01), columns, rows, bits)


def _inflated(packed: str, size: int) -> bytes:
    inflater = zlib.decompressobj()
    try:
        bits = inflater.decompress(base64.b64decode(packed, validate=True), size + 1)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise UntrustedError("The reader sent a grid that is none.") from error
    if len(bits) != size:
        raise UntrustedError("The reader sent a grid of another size.")
    return bits
