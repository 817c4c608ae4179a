"""EPR-011: the cover says how many pages there are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from analysis import sheet_facts
from analysis.checks.finding import Finding, Place, Rule
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, quote, unreadable
from analysis.lines import Line
from analysis.plan_set import Box, PlanSet, Submission
from analysis.sheet_facts import SetFacts, SheetFacts

_THINGS: Final = r"(?:SHEETS?|PAGES?|DRAWINGS?|SHTS?\.?)"
_COUNT: Final = r"(?P<count>\d{1,4})\b"
_TO: Final = r"\s*[:=#-]*\s*"
_OF: Final = r"(?:(?:NUMBER|NO\.?|#|COUNT)\s+(?:OF\s+)?)?"
_COUNTS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bTOTAL\s+{_OF}{_THINGS}(?:\s+(?:COUNT|IN\s+SET))?{_TO}{_COUNT}",
        rf"\b(?:NUMBER|NO\.?|#)\s+OF\s+{_THINGS}(?:\s+IN\s+SET)?{_TO}{_COUNT}",
        rf"\b(?:SHEET|PAGE)\s+COUNT{_TO}{_COUNT}",
        rf"\b{_COUNT}\s+(?:TOTAL\s+{_THINGS}|{_THINGS}\s+(?:IN\s+)?TOTAL)\b",
        rf"\bSET\s+(?:CONTAINS|CONSISTS\s+OF|OF|HAS)\s+{_COUNT}\s+{_THINGS}",
        rf"\b{_THINGS}\s+\d{{1,4}}\s+OF\s+{_COUNT}",
    )
)
_PART: Final = re.compile(rf"{_THINGS}\s+\d{{1,4}}\s+OF\s+\d", re.IGNORECASE)
# The label may stand apart from its figure, on the same row.
_LABEL: Final = re.compile(
    rf"\b(?:TOTAL\s+{_OF}{_THINGS}(?:\s+COUNT)?|(?:SHEET|PAGE)\s+COUNT)\s*[:=#-]*$",
    re.IGNORECASE,
)
_REACH: Final = 20.0


@dataclass(frozen=True, slots=True)
class Stated:
    count: int
    sheet: int
    text: str
    box: Box


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    facts = sheet_facts.of(plan_set)
    if facts.cover is None:
        return [about("cannot tell", "There is no cover sheet.")]
    found = stated(facts)
    if not found:
        return [_none(facts.cover, is_only=len(facts.drawings) == 1)]
    pages = plan_set.pages or len(plan_set.sheets)
    right = [one for one in found if one.count == pages]
    one = right[0] if right else found[0]
    places = (Place(one.sheet, one.box),)
    says = f"The cover says {quote(one.text)}, and the file has {pages} pages"
    if right:
        return [Finding("pass", f"{says}.", places)]
    others = [each for each in facts.sheets if each.role != "drawing"]
    if one.count == pages - len(others) or one.count == len(facts.drawings):
        why = f"{says}, of which {len(others)} are forms or the Back Check page."
        return [Finding("warn", why, places)]
    # "Sheet 1 of 4" may count the sheets of one discipline.
    is_sure = not _PART.search(one.text)
    return [Finding("fail" if is_sure else "warn", f"{says}.", places)]


def _none(cover: SheetFacts, *, is_only: bool) -> Finding:
    if is_only:
        why = "No page count on the only sheet, which is perhaps no cover."
        return about("cannot tell", why, [cover])
    if not cover.is_readable:
        return unreadable([cover], "A page count")[0]
    if cover.has_shapes_in_block or cover.sheet.hidden_words:
        why = (
            "No page count in the cover's text; some of its letters are drawn as"
            " shapes."
        )
        return about("warn", why, [cover])
    return about("fail", "The cover does not say how many pages there are.", [cover])


def stated(facts: SetFacts) -> list[Stated]:
    """The counts on the cover."""
    if facts.cover is None:
        return []
    sheet = facts.cover.sheet
    all_lines = facts.cover.lines
    texts = [(line, line.text) for line in all_lines]
    texts += [
        (line, f"{line.text} {right.text}")
        for line in all_lines
        if _LABEL.search(line.text) and (right := _right_of(line, all_lines))
    ]
    return [
        Stated(count, sheet.number, text, line.box)
        for line, text in texts
        if (count := read(text))
    ]


def read(text: str) -> int | None:
    """The number of sheets in all that the text names."""
    found = (pattern.search(text) for pattern in _COUNTS)
    return next((int(match["count"]) for match in found if match), None)


def _right_of(line: Line, all_lines: Sequence[Line]) -> Line | None:
    """The next one on the same row, if it is near."""
    row = [
        other
        for other in all_lines
        if other.turned == line.turned == 0
        and 0 < other.box.left - line.box.right <= _REACH * max(line.size, 1)
        and abs(other.box.bottom - line.box.bottom) <= max(line.size, 1) / 2
    ]
    return min(row, key=lambda other: other.box.left, default=None)


RULE: Final = Rule(
    id="EPR-011",
    title="Cover has the total page count",
    severity="warn",
    meaning="The count shows the City that nothing was lost in the upload.",
    remedy="Write on the cover how many pages the PDF has, the Back Check page"
    " included.",
    source=exhibit_f("Cover sheet"),
    check=check,
)
