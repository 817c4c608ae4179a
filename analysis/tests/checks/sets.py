"""Plan sets by hand: words at places, on ARCH D with the title block at the right."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np

from analysis import checks
from analysis.checks.finding import Finding
from analysis.plan_set import (
    INCH,
    Bookmark,
    Box,
    PlanSet,
    Sheet,
    Submission,
    White,
    Word,
)

WIDTH, HEIGHT = 36 * INCH, 24 * INCH
ADDRESS = "123 MAIN STREET"
FIRM = "BAYLINE ARCHITECTURE"
CELL = INCH / 8
NAMES = (
    ("A0.0", "COVER SHEET"),
    ("A1.0", "SITE PLAN"),
    ("A2.0", "FIRST FLOOR PLAN"),
    ("A3.0", "ELEVATIONS"),
    ("A4.0", "DETAILS"),
)


def text(
    words: str, x: float, y: float, size: float = 8.0, turned: int = 0
) -> tuple[Word, ...]:
    """Words along a line from (x, y) in inches, the upper left corner of the first."""
    placed, along = [], 0.0
    for word in words.split():
        long = len(word) * size * 0.6
        left, top = x * INCH, y * INCH
        box = Box(left + along, top, left + along + long, top + size)
        if turned == 270:
            box = Box(left, top - along - long, left + size, top - along)
        placed.append(Word(word, box, size, "Vera", turned))
        along += long + size * 0.5
    return tuple(placed)


def block(
    number: str,
    name: str,
    *,
    address: str = ADDRESS,
    date: str = "03/04/2024",
    firm: str = FIRM,
) -> tuple[Word, ...]:
    """A strip from 32.5 inches on, with its blank at the top."""
    return (
        *text(firm, 32.7, 4, 13),
        *text("GARAGE CONVERSION", 32.7, 6, 14),
        *(text(address, 32.7, 6.5, 14) if address else ()),
        *text("REVISIONS", 32.7, 12, 7),
        *text(f"0 {date} ISSUED FOR PERMIT", 32.7, 12.3, 7),
        *text(f"DATE: {date}", 32.7, 16, 7),
        *text("DRAWN BY: RM", 32.7, 16.5, 7),
        *text("SHEET TITLE", 32.7, 19, 7),
        *(text(name, 32.7, 19.4, 14) if name else ()),
        *text("SHEET NUMBER", 32.7, 21, 7),
        *(text(number, 33.2, 21.6, 40) if number else ()),
    )


def white(*dark: tuple[float, float, float, float]) -> White:
    """All white but for these boxes in inches."""
    cells = np.ones((int(HEIGHT / CELL), int(WIDTH / CELL)), bool)
    for left, top, right, bottom in dark:
        cells[
            int(top * INCH / CELL) : int(bottom * INCH / CELL),
            int(left * INCH / CELL) : int(right * INCH / CELL),
        ] = False
    return White(CELL, cells.shape[1], cells.shape[0], np.packbits(cells).tobytes())


# The title block is drawn on below its blank of 3 by 3.5 inches.
BLANK_ABOVE = white((0, 12, 32.4, 24), (32.4, 0, 32.5, 24), (32.5, 3.5, 36, 24))


def drawing(
    place: int, number: str, name: str, extra: Sequence[Word] = (), **changed: Any
) -> Sheet:
    """A sheet that breaks no rule; `changed` are fields of it."""
    words = (*block(number, name), *extra)
    words += text("NOTES: VERIFY ALL CONDITIONS", 4, 20)
    words += text('1 SCALE: 1/4" = 1\'-0"', 4, 22)
    if "SITE" in name:
        words += text("N", 20, 20, 12)
    sheet = Sheet(
        place, WIDTH, HEIGHT, label=f"{number} - {name}", words=words, paths=400,
        segments=4000, white=BLANK_ABOVE,
    )  # fmt: skip
    return dataclasses.replace(sheet, **changed)


def cover(
    count: int, listed: Sequence[tuple[str, str]] = NAMES, extra: Sequence[Word] = ()
) -> Sheet:
    index = text("SHEET INDEX", 24, 13, 14)
    for row, (number, name) in enumerate(listed):
        index += text(number, 24, 13.5 + row * 0.3, 9) + text(
            name, 25.2, 13.5 + row * 0.3, 9
        )
    total = text(f"TOTAL SHEETS: {count}", 24, 18, 12) if count else ()
    shown = text("123 MAIN STREET, SAN FRANCISCO", 2, 12.5, 24)
    return drawing(1, "A0.0", "COVER SHEET", (*index, *total, *shown, *extra))


def back_check(place: int) -> Sheet:
    words = (
        text("BACK CHECK PAGE", 12, 2, 36) + text("REVIEWER STATUS DATE", 10, 6, 9) * 4
    )
    return Sheet(place, WIDTH, HEIGHT, label="BACK CHECK", words=words, paths=40)


def plan_set(*sheets: Sheet, **changed: Any) -> PlanSet:
    """These sheets, or five of a good set, and the Back Check page after them."""
    drawn = sheets or (cover(6), *(drawing(i, *NAMES[i - 1]) for i in range(2, 6)))
    bound = (*drawn, back_check(len(drawn) + 1))
    return bound_as(bound, **changed)


def bound_as(sheets: Sequence[Sheet], **changed: Any) -> PlanSet:
    given: dict[str, Any] = {
        "bookmarks": tuple(Bookmark(sheet.label, sheet.number) for sheet in sheets),
        "has_labels": True,
        "pages": len(sheets),
    }
    return PlanSet(
        "1-Plans-R0 123 Main St.pdf", 5_000_000, tuple(sheets), **(given | changed)
    )


def with_sheet(place: int, **changed: Any) -> PlanSet:
    """The good set with fields of one sheet changed."""
    return exchanged(dataclasses.replace(plan_set().sheets[place - 1], **changed))


def exchanged(sheet: Sheet) -> PlanSet:
    """The good set with this sheet at its place."""
    sheets = list(plan_set().sheets)
    sheets[sheet.number - 1] = sheet
    return bound_as(sheets)


def said(
    rule: str, given: PlanSet, submission: Submission | None = None
) -> list[Finding]:
    """What one rule says of the set."""
    (only,) = [one for one in checks.RULES if one.id == rule]
    (found,) = checks.run_all(given, submission or Submission(), rules=[only])
    return found[1]


def worst(findings: Sequence[Finding]) -> str:
    order = ("fail", "warn", "cannot tell", "pass")
    return min((one.verdict for one in findings), key=order.index)
