"""Scans, letters as strokes, shrunk prints, small paper, dense hatching."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Literal

from analysis.bench.plan_maker.defects.defect import PLACED, READ, Defect, Seed
from analysis.bench.plan_maker.draft import Paper, SetDraft, SheetDraft

Sheets = Sequence[SheetDraft]
_LARGE = Paper(48, 36)


def _one_scanned(draft: SetDraft, chosen: Random) -> Sheets:
    (sheet,) = draft.pick(chosen)
    sheet.scanned = "bare"
    return [sheet]


def _all_scanned(draft: SetDraft, _chosen: Random) -> Sheets:
    for sheet in draft.drawings():
        sheet.scanned, sheet.taken = "bare", True
    return draft.drawings()


def _scanned_with_words(draft: SetDraft, chosen: Random) -> Sheets:
    sheets = draft.pick(chosen, number=chosen.randint(1, 2))
    for sheet in sheets:
        sheet.scanned = "with words"
    return sheets


def _scanned_drawing(draft: SetDraft, chosen: Random) -> Sheets:
    (sheet,) = draft.pick(chosen, "floor", "elevation", "section", "structural")
    sheet.scanned = "drawing"
    return [sheet]


def _all_strokes(draft: SetDraft, _chosen: Random) -> Sheets:
    for sheet in draft.drawings():
        sheet.letters, sheet.taken = "strokes", True
    return draft.drawings()


def _some_strokes(draft: SetDraft, chosen: Random) -> Sheets:
    sheets = draft.pick(chosen, number=2)
    for sheet in sheets:
        sheet.letters = "strokes"
    return sheets


def _coded(draft: SetDraft, _chosen: Random) -> Sheets:
    """Letters in a font whose codes stand for no known character."""
    draft.no_unicode = True
    for sheet in draft.drawings():
        sheet.style = replace(sheet.style, family="Vera coded")
        sheet.taken = True
    return draft.drawings()


def _fitted(to: Paper) -> Seed:
    def seed(draft: SetDraft, _chosen: Random) -> Sheets:
        for sheet in draft.sheets:
            sheet.drawn_for, sheet.paper = sheet.paper, to
        return draft.drawings()

    return seed


def _large_sheet_reduced(draft: SetDraft, chosen: Random) -> Sheets:
    """Drawn for 48 x 36, as it says, and printed on 36 x 24."""
    sheets = draft.pick(chosen, number=2)
    for sheet in sheets:
        sheet.drawn_for, sheet.paper = _LARGE, Paper(36, 24)
        sheet.extra = (
            *sheet.extra,
            'FULL SIZE SHEET IS 48" X 36". IF NOT, THIS IS A REDUCED PRINT.',
        )
    return sheets


def _whole_set_reduced(draft: SetDraft, chosen: Random) -> Sheets:
    says = chosen.choice(
        ('SHEET SIZE: 48" X 36"', "ORIGINAL SHEET SIZE 36X48", "PLOT AT ARCH E 36 X 48")
    )
    for sheet in draft.drawings():
        sheet.drawn_for, sheet.paper = _LARGE, Paper(36, 24)
        sheet.extra = (*sheet.extra, says)
    return draft.drawings()


def _small(paper: Paper, number: int) -> Seed:
    def seed(draft: SetDraft, chosen: Random) -> Sheets:
        sheets = draft.pick(chosen, number=number)
        for sheet in sheets:
            sheet.paper = paper
        return sheets

    return seed


def _all_small(paper: Paper) -> Seed:
    def seed(draft: SetDraft, _chosen: Random) -> Sheets:
        for sheet in draft.sheets:
            sheet.paper = paper
        return draft.drawings()

    return seed


def _dense(how: Literal["crossed", "dotted"]) -> Seed:
    def seed(draft: SetDraft, chosen: Random) -> Sheets:
        (sheet,) = draft.pick(chosen)
        sheet.dense = how
        return [sheet]

    return seed


_OF_PAPER = ("EPR-005", *PLACED)
_MOVED = ("EPR-016", "EPR-017")
DEFECTS = (
    Defect("EPR-001", "one sheet scanned", _one_scanned, also=(*READ, "EPR-016")),
    Defect(
        "EPR-001",
        "all sheets scanned",
        _all_scanned,
        hides=(*READ, *PLACED, "EPR-004", "EPR-022", "EPR-003"),
    ),
    Defect(
        "EPR-001",
        "scan with words behind it",
        _scanned_with_words,
        also=("EPR-002", "EPR-016", "EPR-017", "SET-003"),
    ),
    Defect(
        "EPR-001",
        "drawing scanned, title block drawn",
        _scanned_drawing,
        also=("EPR-002", "SET-003", "SET-004"),
    ),
    Defect(
        "EPR-002",
        "all letters drawn as strokes",
        _all_strokes,
        hides=(*READ[1:], "EPR-003", "EPR-004", "EPR-016"),
        also=("EPR-022", "EPR-001"),
    ),
    Defect(
        "EPR-002",
        "letters of two sheets drawn as strokes",
        _some_strokes,
        also=(*READ[2:], "EPR-022", "EPR-001"),
    ),
    Defect(
        "EPR-002",
        "codes without characters",
        _coded,
        hides=(*READ[1:], "EPR-003", "EPR-004", "EPR-016"),
    ),
    Defect(
        "EPR-004",
        "fitted to 18 x 12",
        _fitted(Paper(18, 12)),
        hides=_OF_PAPER,
        also=("EPR-022",),
    ),
    Defect(
        "EPR-004",
        "fitted to 17 x 11",
        _fitted(Paper(17, 11)),
        hides=_OF_PAPER,
        also=("EPR-022",),
    ),
    Defect(
        "EPR-004",
        "fitted to letter paper",
        _fitted(Paper(11, 8.5)),
        hides=_OF_PAPER,
        also=("EPR-002", "EPR-022"),
    ),
    Defect(
        "EPR-004", "two sheets reduced from 48 x 36", _large_sheet_reduced, also=_MOVED
    ),
    Defect(
        "EPR-004",
        "set reduced from 48 x 36",
        _whole_set_reduced,
        hides=_OF_PAPER,
    ),
    Defect(
        "EPR-005",
        "one sheet 17 x 11",
        _small(Paper(17, 11), 1),
        also=(*_MOVED, "EPR-004"),
    ),
    Defect(
        "EPR-005",
        "two sheets 24 x 18",
        _small(Paper(24, 18), 2),
        also=(*_MOVED, "EPR-004"),
    ),
    Defect(
        "EPR-005",
        "all sheets 24 x 18",
        _all_small(Paper(24, 18)),
        hides=PLACED,
        also=("EPR-004", "EPR-017"),
    ),
    Defect(
        "EPR-005", "all sheets 33 x 21", _all_small(Paper(33, 21)), also=("EPR-004",)
    ),
    Defect("EPR-022", "crossed hatching", _dense("crossed")),
    Defect("EPR-022", "dotted hatching", _dense("dotted")),
)
