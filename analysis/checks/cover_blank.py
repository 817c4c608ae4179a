"""EPR-012: a blank of 8.5 by 11 inches on the cover."""

import re
from collections.abc import Sequence
from typing import Final

from analysis import sheet_facts, white
from analysis.checks.finding import Finding, Place, Rule
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, quote, size
from analysis.plan_set import INCH, Box, PlanSet, Sheet, Submission
from analysis.sheet_facts import SheetFacts

WIDE: Final = 8.5 * INCH
TALL: Final = 11 * INCH
_RESERVED: Final = re.compile(
    r"\b(?:DBI|CITY|PERMIT|APPROVAL|PLAN CHECK)\b.*\bSTAMPS?\b|\bCITY USE\b|\bSTAMP"
    r" AREA\b",
    re.IGNORECASE,
)


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    facts = sheet_facts.of(plan_set)
    cover = facts.cover
    if cover is None or cover.sheet.problem:
        return [about("cannot tell", "There is no cover that could be read.")]
    sheet = cover.sheet
    if sheet.white is None and not sheet.blanks:
        return [about("cannot tell", "There is no picture of the cover to look at.")]
    if box := _room(sheet):
        why = f"The cover has a blank of {_inches(box)}."
        return [Finding("pass", why, (Place(sheet.number, box),))]
    return [_none(cover, is_only=len(facts.drawings) == 1)]


def _none(cover: SheetFacts, *, is_only: bool) -> Finding:
    sheet = cover.sheet
    says = f"No blank of 8.5 by 11 in on {cover.called}"
    largest = max(sheet.blanks, key=lambda one: _area(one.box), default=None)
    if largest:
        says += f"; the largest is {_inches(largest.box)}"
    if is_only:
        why = f"{says}. It is the only sheet, and perhaps no cover."
        return about("cannot tell", why, [cover])
    label = next((one for one in cover.lines if _RESERVED.search(one.text)), None)
    if label:
        why = (
            f"{says}. It has the words {quote(label.text)}: look whether there is room."
        )
        return Finding("warn", why, (Place(sheet.number, label.box),))
    return about("fail", f"{says}.", [cover])


def _inches(box: Box) -> str:
    return size(box.right - box.left, box.bottom - box.top)


def _room(sheet: Sheet) -> Box | None:
    """Where it fits, upright, less what the lines of a frame take."""
    wide, tall = WIDE - white.TOLERANCE, TALL - white.TOLERANCE
    for blank in sheet.blanks:
        box = blank.box
        if box.right - box.left >= wide and box.bottom - box.top >= tall:
            return box
    return next(iter(white.fits(sheet, WIDE, TALL)), None)


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


RULE: Final = Rule(
    id="EPR-012",
    title="Cover has a blank of 8.5 by 11 in",
    severity="warn",
    meaning="The City puts its stamps and the permit's data there.",
    remedy="Keep an upright area of 8.5 by 11 in on the cover free of lines and text.",
    source=exhibit_f("Cover sheet"),
    check=check,
)
