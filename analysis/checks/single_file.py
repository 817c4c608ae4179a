"""EPR-003: all sheets in one PDF."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from analysis import sheet_facts, sheet_numbers
from analysis.checks import sheet_count
from analysis.checks.finding import Finding, Rule
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, count, listed, quote
from analysis.plan_set import PlanSet, Submission

# With fewer than half of the listed sheets here, the others are in some other file.
FEW_OF_THE_LISTED: Final = 0.5


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    inside = [name for name in plan_set.attachments if name.lower().endswith(".pdf")]
    if inside:
        names = listed([quote(name) for name in inside[:3]])
        files = count(len(inside), "PDF file")
        return [about("fail", f"{files} attached inside this one: {names}.")]
    pages = plan_set.pages or len(plan_set.sheets)
    facts = sheet_facts.of(plan_set)
    drawings = len(facts.drawings)
    stated = max((one.count for one in sheet_count.stated(facts)), default=0)
    entries = len(facts.index.entries) if facts.index else 0
    if drawings <= 1 and max(stated, entries) > 1:
        why = (
            f"The file has one sheet, which says that there are {max(stated, entries)}."
        )
        return [about("fail", why, facts.drawings)]
    if pages == 1 and sheet_numbers.at_start(PurePath(plan_set.file_name).stem):
        why = f"One sheet, in a file named like a sheet: {quote(plan_set.file_name)}."
        return [about("warn", why, facts.drawings)]
    if entries and drawings < FEW_OF_THE_LISTED * entries:
        why = f"The index lists {entries} sheets; this file has {drawings} of a set."
        return [about("warn", why)]
    if drawings <= 1:
        return [
            about("cannot tell", "One sheet; nothing on it says if there are others.")
        ]
    return [about("pass", f"{count(pages, 'page')} in one file.")]


RULE: Final = Rule(
    id="EPR-003",
    title="All sheets in a single PDF",
    severity="reject",
    meaning="The City reviews one PDF for each kind of document, not one a sheet.",
    remedy="Combine all drawing sheets into one PDF, in the order of the index.",
    source=exhibit_f("Drawing production"),
    check=check,
)
