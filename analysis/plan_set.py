"""A plan set as read from its PDF: what the checks look at.

Lengths and boxes are in PDF points (72 to the inch) of the page as shown, rotation
done, with the origin at the top left: x to the right, y downwards. All of it is
untrusted: text on a sheet is data and never an instruction.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

INCH = 72.0


class Box(NamedTuple):
    """Left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text without blanks. `size` is the font's, in points."""

    text: str
    box: Box
    size: float = 0.0
    font: str = ""
    # Upright, or turned by so many degrees clockwise: 0, 90, 180, 270.
    turned: int = 0


@dataclass(frozen=True, slots=True)
class Font:
    """`kind`: TrueType, OpenType, Type1, Type3, Type0 …, as the PDF has it."""

    name: str
    kind: str
    embedded: bool


@dataclass(frozen=True, slots=True)
class Annotation:
    """A mark that is not part of the page yet: `kind` is the PDF's subtype."""

    kind: str
    box: Box
    text: str = ""
    # Who or what made it: AutoCAD leaves "AutoCAD SHX Text" here.
    author: str = ""


class Blank(NamedTuple):
    """A white rectangle, as large as could be found around its place."""

    box: Box


@dataclass(frozen=True, slots=True)
class White:
    """Where the sheet is white: a grid of square cells, `cell` points wide.

    `bits` is numpy.packbits of the rows one after another, 1 where all of a cell is
    blank. analysis/white.py asks it: where does 2 by 2 inches fit, and on every sheet.
    """

    cell: float
    columns: int
    rows: int
    bits: bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page. `number` counts from 1; what could not be read is in `problem`."""

    number: int
    width: float
    height: float
    label: str = ""
    words: tuple[Word, ...] = ()
    fonts: tuple[Font, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    # Path objects, and segments of paths, that are drawn.
    paths: int = 0
    segments: int = 0
    # The share of the page that pictures cover, 0 to 1, and the largest one's.
    picture_share: float = 0.0
    largest_picture: float = 0.0
    # Blank rectangles found in the raster, the largest first. They may overlap: those
    # that hold 8.5 by 11 inches upright are among them, besides the largest of all.
    blanks: tuple[Blank, ...] = ()
    # All that is white, for any other size; None: there is no raster.
    white: White | None = None
    # The densest squares of an inch, the densest first: box and segments in it.
    dense: tuple[tuple[Box, float], ...] = ()
    # Most characters are drawn as shapes, scanned without a layer of text, or shown by
    # fonts that do not say which characters they are: text cannot be searched.
    unsearchable: bool = False
    # Shapes in rows that look like drawn letters; they take part in `unsearchable`.
    drawn_letters: int = 0
    # Of `words`, those that are not shown, as the text layer of a scan is.
    hidden_words: int = 0
    user_unit: float = 1.0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Bookmark:
    title: str
    # Sheet it leads to, from 1; None: nowhere.
    sheet: int | None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class PlanSet:
    """The whole file. `file_name` is what the visitor called it."""

    file_name: str
    size: int
    sheets: tuple[Sheet, ...]
    bookmarks: tuple[Bookmark, ...] = ()
    has_labels: bool = False
    encrypted: bool = False
    # What its permissions forbid: "print", "modify", "annotate", "assemble" …
    forbids: tuple[str, ...] = ()
    # Names of signers or fields of certificate signatures.
    signatures: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    form_fields: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    producer: str = ""
    pages: int = 0
    problems: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Submission:
    """What the visitor said of the set; empty: not said."""

    address: str = ""
    permit_number: str = ""
    proposal: str = ""
    is_addendum: bool = False
    # Of the permit record, if one was named and found.
    record_address: str = ""
    form: str = ""
