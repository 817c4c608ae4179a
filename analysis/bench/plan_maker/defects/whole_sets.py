"""What does not agree across the set: index, record, scales, north, dates."""

import string
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from analysis.bench.plan_maker import wording
from analysis.bench.plan_maker.cover import index_of
from analysis.bench.plan_maker.defects.defect import Defect, Seed
from analysis.bench.plan_maker.draft import SCALED, NotHere, SetDraft, SheetDraft
from analysis.bench.plan_maker.labels import DATES, INDEX, NORTH, RECORD_ADDRESS, SCALES

Sheets = Sequence[SheetDraft]


def _not_listed(draft: SetDraft, chosen: Random) -> Sheets:
    (sheet,) = draft.pick(chosen)
    draft.unlisted = sheet
    return [sheet]


def _listed_and_absent(draft: SetDraft, _chosen: Random) -> Sheets:
    numbers = [number for number, _ in index_of(draft) if number[-1].isdigit()]
    if not numbers:
        raise NotHere
    last = numbers[-1]
    number = last[:-1] + str((int(last[-1]) + 3) % 10)
    if number in numbers:
        raise NotHere
    draft.absent = ((number, "ENLARGED STAIR PLANS"),)
    return []


def _twice(draft: SetDraft, chosen: Random) -> Sheets:
    """Two sheets with one number; the index names both as they should be."""
    first, second = draft.pick(chosen, number=2)
    second.shown_number = first.number
    return [first, second]


def _out_of_order(draft: SetDraft, chosen: Random) -> Sheets:
    first, second = draft.pick(chosen, number=2)
    one, other = draft.sheets.index(first), draft.sheets.index(second)
    draft.listed = list(draft.sheets)
    draft.sheets[one], draft.sheets[other] = second, first
    return []


def _other_record(*, number: bool) -> Seed:
    def seed(draft: SetDraft, chosen: Random) -> Sheets:
        others = [street for street in wording.STREETS if street != draft.streets]
        street = draft.streets if number else chosen.choice(others)
        house = draft.house + 120 if number else draft.house
        draft.submission = replace(
            draft.submission,
            permit_number=draft.submission.permit_number or "202406118812",
            record_address=f"{house} {string.capwords(street[0])}",
        )
        return []

    return seed


def _no_scales(block: str) -> Seed:
    def seed(draft: SetDraft, chosen: Random) -> Sheets:
        kinds = [kind for kind in SCALED if kind != "services"]
        (sheet,) = draft.pick(chosen, *kinds)
        _without_scale(sheet, block)
        return [sheet]

    return seed


def _no_scale_anywhere(draft: SetDraft, _chosen: Random) -> Sheets:
    sheets = [sheet for sheet in draft.sheets if sheet.kind in SCALED]
    if not sheets or any(sheet.taken for sheet in sheets):
        raise NotHere
    for sheet in sheets:
        _without_scale(sheet, "")
        sheet.taken = True
    return sheets


def _without_scale(sheet: SheetDraft, block: str) -> None:
    sheet.views = tuple(replace(view, scale="") for view in sheet.views)
    sheet.block_scale = block


def _no_north(draft: SetDraft, chosen: Random) -> Sheets:
    (sheet,) = draft.pick(chosen, "site")
    sheet.north = False
    return [sheet]


def _north_on_floors_alone(draft: SetDraft, chosen: Random) -> Sheets:
    for sheet in draft.sheets:
        sheet.north = sheet.north or sheet.kind == "floor"
    return _no_north(draft, chosen)


def _note_of_north(draft: SetDraft, chosen: Random) -> Sheets:
    (sheet,) = _no_north(draft, chosen)
    sheet.extra = (*sheet.extra, "PROJECT NORTH IS 12 DEGREES EAST OF TRUE NORTH.")
    return [sheet]


def _revision_with_other_date(draft: SetDraft, chosen: Random) -> Sheets:
    (sheet,) = draft.pick(chosen)
    first, *rest = sheet.revisions
    sheet.revisions = (first._replace(date=_earlier(first.date)), *rest)
    return [sheet]


def _other_date(draft: SetDraft, chosen: Random) -> Sheets:
    (sheet,) = draft.pick(chosen)
    sheet.date = _earlier(sheet.date)
    return [sheet]


def _earlier(written: str) -> str:
    """The same date some years before, however it is written."""
    for year in ("2024", "2025", "2026", "24", "25", "26"):
        if written.startswith(year) or written.endswith(year):
            return written.replace(year, "2021"[-len(year) :])
    raise NotHere


DEFECTS = (
    Defect(INDEX, "a sheet is not listed", _not_listed),
    Defect(INDEX, "a listed sheet is absent", _listed_and_absent),
    Defect(INDEX, "a number twice", _twice, also=("EPR-014",)),
    Defect(INDEX, "sheets in another order", _out_of_order),
    Defect(RECORD_ADDRESS, "another house number", _other_record(number=True)),
    Defect(RECORD_ADDRESS, "another street", _other_record(number=False)),
    Defect(SCALES, "none on one sheet", _no_scales("")),
    Defect(SCALES, "as noted, and none noted", _no_scales("AS NOTED")),
    Defect(SCALES, "none in the set", _no_scale_anywhere),
    Defect(NORTH, "none on a site plan", _no_north),
    Defect(NORTH, "on floor plans alone", _north_on_floors_alone),
    Defect(NORTH, "a note of it and no arrow", _note_of_north),
    Defect(
        DATES,
        "one revision with two dates",
        _revision_with_other_date,
        also=("EPR-017",),
    ),
    Defect(DATES, "a date of its own on one sheet", _other_date, also=("EPR-017",)),
)
