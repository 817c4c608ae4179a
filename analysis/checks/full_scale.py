"""EPR-004: plotted 1:1, not to fit."""

import re
from collections.abc import Sequence
from statistics import median
from typing import Final

from analysis import sheet_facts
from analysis.checks.finding import Finding, Rule
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, called, quote, size
from analysis.lines import Line
from analysis.plan_set import INCH, PlanSet, Sheet, Submission
from analysis.sheet_facts import SheetFacts

# Letters on plans are 3/32 inch high, in small type 1/16: a font of 6 points and more.
# With the usual word under 4.5 the drawing was made smaller.
SMALLEST_USUAL: Final = 4.5
# A sheet may be trimmed, and inches are rounded in what is written on it.
TRIM: Final = 0.75 * INCH
_SIZE: Final = re.compile(
    r"(?<![\d/'])(?P<one>\d{2}(?:\.\d+)?)\s*(?:\"|''|IN\.?|INCH(?:ES)?)?\s*[Xx\u00d7]\s*"
    r"(?P<other>\d{2}(?:\.\d+)?)(?![\d/'])"
)
_OF_A_SHEET: Final = re.compile(
    r"\b(?:SHEET|PAPER|PLOT|PRINT|PAGE|DRAWING|ORIGINAL|FULL)\s+(?:SHEET\s+)?SIZE\b"
    r"|\bSHEET\s+IS\b|\b(?:PLOT|PRINT)(?:TED)?\s+(?:AT|ON|TO)\b|\b(?:ARCH|ANSI)\s+[A-E]\d?\b",
    re.IGNORECASE,
)
_REDUCED: Final = re.compile(
    r"\bHALF[\s-]SIZE\b|\b(?:REDUCED|NOT TO FULL) (?:SET|PRINT|PLOT)\b", re.IGNORECASE
)
_IF: Final = re.compile(r"\bIF\b|\bWHEN\b|\bUNLESS\b", re.IGNORECASE)


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    drawings = [one for one in sheet_facts.of(plan_set).drawings if one.is_readable]
    if not drawings:
        why = "No sheet has text to tell the size it was drawn for."
        return [about("cannot tell", why)]
    found = [one for one in (_stated(drawings), _marked(drawings)) if one]
    small = [one for one in drawings if _usual(one.sheet) < SMALLEST_USUAL]
    if small:
        usual = median(_usual(one.sheet) for one in small)
        why = (
            f"On {called(small)} the usual text is {usual:.1f} points high, too"
            f" small for"
            " a full-size plot."
        )
        found.append(about("warn", why, small))
    return found or [
        about(
            "cannot tell",
            "No sign of a reduced plot: letters have their usual size and no other"
            " sheet"
            " size is named. Whether lengths are right was not measured.",
        )
    ]


def _stated(drawings: Sequence[SheetFacts]) -> Finding | None:
    """A size written on the sheet that is not the sheet's."""
    pairs = [(one, line) for one in drawings if (line := _other_size(one))]
    if not pairs:
        return None
    one, line = pairs[0]
    is_here = size(one.sheet.width, one.sheet.height)
    sheets = [one for one, _ in pairs]
    why = f"{called(sheets)}: says {quote(line.text)}, and the page is {is_here}."
    return about("fail", why, sheets)


def _other_size(one: SheetFacts) -> Line | None:
    sheet = one.sheet
    here = sorted((sheet.width, sheet.height))
    for line in one.lines:
        said = _SIZE.search(line.text)
        if said is None or not _OF_A_SHEET.search(line.text):
            continue
        there = sorted(float(side) * INCH for side in (said["one"], said["other"]))
        if any(abs(a - b) > TRIM for a, b in zip(here, there, strict=True)):
            return line
    return None


def _marked(drawings: Sequence[SheetFacts]) -> Finding | None:
    """As "half-size set", not as "if this is not 24 x 36 it is a reduced print"."""
    pairs = [
        (one, line)
        for one in drawings
        for line in one.lines
        if _REDUCED.search(line.text) and not _IF.search(line.text)
    ]
    if not pairs:
        return None
    sheets = list({one.sheet.number: one for one, _ in pairs}.values())
    why = f"{called(sheets)}: says {quote(pairs[0][1].text)}."
    return about("warn", why, sheets)


def _usual(sheet: Sheet) -> float:
    return median(word.size for word in sheet.words)


RULE: Final = Rule(
    id="EPR-004",
    title="Plotted at full 1:1 scale",
    severity="reject",
    meaning="A set printed to fit another paper cannot be measured: every scale is"
    " wrong.",
    remedy="Plot again at 100% on the sheet size that the title block was made for.",
    source=exhibit_f("Drawing production"),
    check=check,
)
