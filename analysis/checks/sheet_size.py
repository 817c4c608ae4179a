"""EPR-005: sheets of 22 by 34 inches and larger."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from analysis import sheet_facts
from analysis.checks.finding import Finding, Rule
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, called, size
from analysis.plan_set import INCH, PlanSet, Sheet, Submission
from analysis.sheet_facts import SheetFacts

SMALLEST: Final = (22 * INCH, 34 * INCH)
SMALLEST_OF_SIGNS: Final = (11 * INCH, 17 * INCH)
# Plotters and viewers round to a tenth of an inch.
ROUNDING: Final = 0.1 * INCH
_SIGN: Final = re.compile(
    r"\b(?:sign|signs|signage|billboard|marquee sign)\b", re.IGNORECASE
)


def check(plan_set: PlanSet, submission: Submission) -> Sequence[Finding]:
    facts = sheet_facts.of(plan_set)
    is_sign = bool(_SIGN.search(submission.proposal))
    least = SMALLEST_OF_SIGNS if is_sign else SMALLEST
    known = [one for one in facts.drawings if one.sheet.width and one.sheet.height]
    small = [one for one in known if not fits(one.sheet, least)]
    found = [_too_small(*each) for each in _by_size(small).items()]
    unknown = [one for one in facts.drawings if one not in known]
    if unknown:
        found.append(
            about(
                "cannot tell", f"The size of {called(unknown)} is not known.", unknown
            )
        )
    if found:
        return found
    smallest = min(
        known, key=lambda one: one.sheet.width * one.sheet.height, default=None
    )
    if smallest is None:
        return [about("cannot tell", "There is no drawing sheet.")]
    says = size(smallest.sheet.width, smallest.sheet.height)
    return [about("pass", f"The smallest of {len(known)} drawing sheets is {says}.")]


def fits(sheet: Sheet, least: tuple[float, float]) -> bool:
    sides = sorted((sheet.width, sheet.height))
    return all(side >= low - ROUNDING for side, low in zip(sides, least, strict=True))


def _by_size(sheets: Sequence[SheetFacts]) -> dict[str, list[SheetFacts]]:
    groups: dict[str, list[SheetFacts]] = defaultdict(list)
    for one in sheets:
        groups[size(one.sheet.width, one.sheet.height)].append(one)
    return groups


def _too_small(says: str, sheets: Sequence[SheetFacts]) -> Finding:
    return about("fail", f"{called(sheets)}: {says}.", sheets)


RULE: Final = Rule(
    id="EPR-005",
    title="Sheets are at least 22 by 34 in",
    severity="reject",
    meaning="There is no room for review marks on smaller sheets. Sign permits may"
    " be on"
    " 11 by 17, forms and calculations on 8.5 by 11.",
    remedy="Plot the drawings on 22 by 34, 24 by 36 or larger, at full scale.",
    source=exhibit_f("Drawing production"),
    check=check,
)
