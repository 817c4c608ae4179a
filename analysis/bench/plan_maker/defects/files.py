"""What is wrong with the file: parts, size, bookmarks, locks, names, cover count."""

import string
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Literal

from analysis.bench.plan_maker.defects.defect import Defect, Seed
from analysis.bench.plan_maker.draft import NotHere, SetDraft, SheetDraft

Sheets = Sequence[SheetDraft]
_FEW = 4


def _one_of_set(draft: SetDraft, chosen: Random) -> Sheets:
    """A file of one sheet that says it is one of many."""
    if any(sheet.taken for sheet in draft.sheets) or len(draft.sheets) < _FEW:
        raise NotHere
    (sheet,) = draft.pick(chosen)
    draft.counted_over = len(draft.sheets) - 1
    draft.sheets[:] = [sheet]
    draft.count_words, draft.each_counts = "SHEET 1 OF {}", True
    draft.file_name = f"{sheet.number}.pdf"
    return []


def _portfolio(draft: SetDraft, _chosen: Random) -> Sheets:
    draft.attachments = tuple(
        (f"{sheet.number} {sheet.name}.pdf", b"%PDF-1.4\n%%EOF\n")
        for sheet in draft.drawings()[1:_FEW]
    )
    return []


def _size(says: int, *, addendum: bool) -> Seed:
    def seed(draft: SetDraft, _chosen: Random) -> Sheets:
        draft.says_size = says
        if addendum:
            as_addendum(draft)
        return []

    return seed


def as_addendum(draft: SetDraft) -> None:
    draft.submission = replace(draft.submission, is_addendum=True)
    address = f"{draft.house} {string.capwords(draft.streets[1])}".replace(".", "")
    draft.file_name = f"6-Addenda-R1 {address}_Addendum1.pdf"


def _no_bookmarks(draft: SetDraft, _chosen: Random) -> Sheets:
    draft.bookmarks = False
    return []


def _some_bookmarks(draft: SetDraft, chosen: Random) -> Sheets:
    sheets = chosen.sample(draft.drawings(), max(1, len(draft.drawings()) // 3))
    for sheet in sheets:
        sheet.bookmark = ""
    return sheets


def _nameless_bookmarks(draft: SetDraft, _chosen: Random) -> Sheets:
    draft.nested = False
    for place, sheet in enumerate(draft.drawings(), start=1):
        sheet.bookmark = f"Page {place}"
    return draft.drawings()


def _wrong_bookmarks(draft: SetDraft, _chosen: Random) -> Sheets:
    draft.bookmark_shift = 1
    return draft.drawings()


def _no_labels(draft: SetDraft, _chosen: Random) -> Sheets:
    draft.labels = False
    return []


def _plain_labels(draft: SetDraft, _chosen: Random) -> Sheets:
    for place, sheet in enumerate(draft.sheets, start=1):
        sheet.label = str(place)
    return draft.drawings()


def _other_labels(draft: SetDraft, _chosen: Random) -> Sheets:
    """Each label is the one of the sheet before."""
    draft.label_shift = 1
    return draft.drawings()


def _locked(*forbids: str) -> Seed:
    def seed(draft: SetDraft, _chosen: Random) -> Sheets:
        draft.forbids = forbids
        return []

    return seed


def _password(draft: SetDraft, _chosen: Random) -> Sheets:
    draft.user_password = "to open"  # noqa: S105 - of a made file
    return []


def _signed(how: Literal["signed", "certified"]) -> Seed:
    def seed(draft: SetDraft, _chosen: Random) -> Sheets:
        draft.signature = how
        return []

    return seed


def _counted(off: int) -> Seed:
    def seed(draft: SetDraft, _chosen: Random) -> Sheets:
        draft.counted_over = off
        return []

    return seed


def _not_counted(draft: SetDraft, _chosen: Random) -> Sheets:
    draft.count_words = ""
    return []


def _named(pattern: str) -> Seed:
    def seed(draft: SetDraft, _chosen: Random) -> Sheets:
        address = f"{draft.house} {string.capwords(draft.streets[1])}".replace(".", "")
        draft.file_name = pattern.format(address)
        return []

    return seed


def _no_back_check(draft: SetDraft, _chosen: Random) -> Sheets:
    draft.sheets.remove(_back_check(draft))
    return []


def _back_check_inside(draft: SetDraft, _chosen: Random) -> Sheets:
    page = _back_check(draft)
    draft.sheets.remove(page)
    draft.sheets.insert(len(draft.sheets) // 2, page)
    return [page]


def _back_check(draft: SetDraft) -> SheetDraft:
    for sheet in draft.sheets:
        if sheet.kind == "back check":
            return sheet
    raise NotHere


_OF_WHOLE = (
    "EPR-007",
    "EPR-008",
    "EPR-011",
    "EPR-012",
    "EPR-016",
    "EPR-017",
    "EPR-020",
    "EPR-021",
    "SET-001",
)
_SIZE_ALSO = ("EPR-020",)
DEFECTS = (
    Defect("EPR-003", "one sheet of a set", _one_of_set, hides=_OF_WHOLE),
    Defect("EPR-003", "sheets as attached files", _portfolio),
    Defect("EPR-006", "275 MB", _size(275_000_000, addendum=False)),
    Defect(
        "EPR-006",
        "380 MB of addenda",
        _size(380_000_000, addendum=True),
        # The name is an addendum's then, whatever it was before.
        hides=("EPR-020",),
    ),
    Defect("EPR-007", "no bookmarks", _no_bookmarks, also=("EPR-008",)),
    Defect("EPR-007", "a third without bookmarks", _some_bookmarks, also=("EPR-008",)),
    Defect(
        "EPR-007", "bookmarks without names", _nameless_bookmarks, also=("EPR-008",)
    ),
    Defect(
        "EPR-007",
        "bookmarks lead to the next sheet",
        _wrong_bookmarks,
        also=("EPR-008",),
    ),
    Defect("EPR-008", "no page labels", _no_labels),
    Defect("EPR-008", "labels are page numbers", _plain_labels),
    Defect("EPR-008", "labels of other sheets", _other_labels, also=("EPR-007",)),
    Defect("EPR-009", "may not be modified", _locked("modify", "assemble")),
    Defect("EPR-009", "may not be printed", _locked("print")),
    Defect("EPR-009", "may not be annotated", _locked("annotate")),
    Defect("EPR-009", "may not be assembled", _locked("assemble")),
    Defect("EPR-009", "encrypted, all allowed", _locked()),
    Defect("EPR-009", "asks for a password", _password),
    Defect(
        "EPR-010",
        "signed with a certificate",
        _signed("signed"),
        also=("EPR-009", "EPR-019"),
    ),
    Defect("EPR-010", "certified", _signed("certified"), also=("EPR-009", "EPR-019")),
    Defect("EPR-011", "two too many counted", _counted(2), also=("EPR-003",)),
    Defect("EPR-011", "three too few counted", _counted(-3)),
    Defect("EPR-011", "no count", _not_counted),
    Defect("EPR-020", "called final", _named("plans_final_v3.pdf")),
    Defect("EPR-020", "as the scanner called it", _named("Scan_0001.pdf")),
    Defect("EPR-020", "no revision number", _named("1-Plans {}.pdf")),
    Defect("EPR-020", "no prefix", _named("Plans-R0 {}.pdf")),
    Defect("EPR-020", "no address", _named("1-Plans-R0.pdf")),
    Defect("EPR-020", "address alone", _named("{} permit set.pdf")),
    Defect("EPR-021", "no Back Check page", _no_back_check),
    Defect("EPR-021", "Back Check page in the middle", _back_check_inside),
)
