"""SET-003: plans, elevations and sections say their scale."""

import re
from collections.abc import Sequence
from typing import Final

from analysis import scales, sheet_facts
from analysis.checks.finding import Finding, Rule
from analysis.checks.sources import practice
from analysis.checks.wording import about, called, unreadable
from analysis.plan_set import PlanSet, Submission
from analysis.sheet_facts import SheetFacts

_TO_SCALE: Final = re.compile(
    r"\b(?:PLANS?|ELEVATIONS?|SECTIONS?)\b(?!\s+CHECK)", re.IGNORECASE
)
_OTHERWISE: Final = re.compile(
    r"NOTE|SCHEDULE|DETAIL|LEGEND|PHOTO|PERSPECTIVE|DIAGRAM|CALC|INDEX|COVER",
    re.IGNORECASE,
)


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    drawings = sheet_facts.of(plan_set).drawings
    wanted = [one for one in drawings if _wants_scale(one)]
    without = [one for one in wanted if not _notes(one)]
    missing = [one for one in without if one.shows_all_text]
    found = unreadable([one for one in without if one not in missing], "A scale")
    if missing:
        why = f"No scale on {called(missing)}."
        deferring = [one for one in missing if scales.defers(_text(one))]
        if deferring:
            why += f" {called(deferring)}: “as noted”, and none is noted."
        found.append(about("fail", why, missing))
    if not wanted:
        why = "No sheet is named as plan, elevation or section."
        return [about("cannot tell", why)]
    return found or [about("pass", f"All {len(wanted)} such sheets name their scale.")]


def _wants_scale(one: SheetFacts) -> bool:
    return bool(_TO_SCALE.search(one.name)) and not _OTHERWISE.search(one.name)


def _text(one: SheetFacts) -> str:
    return " ".join(word.text for word in one.sheet.words)


def _notes(one: SheetFacts) -> list[str]:
    return scales.notes(_text(one))


RULE: Final = Rule(
    id="SET-003",
    title="Plans, elevations and sections name their scale",
    severity="warn",
    meaning="Reviewers measure on the PDF and need the scale to set it.",
    remedy="Write the scale under each view, or NTS where there is none.",
    source=practice("Full-scale drawings: scale notes"),
    check=check,
)
