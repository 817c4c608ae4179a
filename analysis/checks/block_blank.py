"""EPR-016: a blank of 2 by 2 inches at the same place in each title block."""

from collections.abc import Sequence
from typing import Final

from analysis import sheet_facts, white
from analysis.block_layout import Layout
from analysis.checks.finding import Finding, Place, Rule
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, called
from analysis.plan_set import INCH, PlanSet, Submission
from analysis.sheet_facts import SheetFacts

SIDE: Final = 2 * INCH
# Where fewer of the sheets have it at one place, there is no such place.
MOST: Final = 0.5


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    drawings = sheet_facts.of(plan_set).drawings
    layout = _layout(drawings)
    if layout is None:
        why = "Where the title block is could not be told, so not what is blank in it."
        return [about("cannot tell", why, drawings)]
    seen = [one for one in drawings if one.sheet.white and not one.sheet.problem]
    if not seen:
        return [about("cannot tell", "There are no pictures of the sheets to look at.")]
    # On each sheet where most have their block: the place has to be the same.
    within = {one.sheet.number: layout.box(one.sheet) for one in seen}
    found = white.shared([one.sheet for one in seen], SIDE, within=within)
    if found is None:
        why = "No title block has a blank of 2 by 2 in."
        return [about("fail", why, seen, in_block=True)]
    without = [one for one in seen if one.sheet.number in found.without]
    return [_at_one_place(seen, without, found)]


def _layout(drawings: Sequence[SheetFacts]) -> Layout | None:
    layouts = (one.block.layout for one in drawings if one.block)
    return next((layout for layout in layouts if layout.kind != "corner"), None)


def _at_one_place(
    seen: Sequence[SheetFacts], without: Sequence[SheetFacts], found: white.Shared
) -> Finding:
    count = len(found.sheets)
    if count < MOST * len(seen):
        why = "No blank of 2 by 2 in is at the same place in most title blocks."
        return about("fail", why, seen, in_block=True)
    if without:
        why = (
            f"{count} of {len(seen)} title blocks have a blank of 2 by 2 in at the same"
            f" place; {called(without)} have none there."
        )
        return about("fail", why, without, in_block=True)
    why = f"All {count} title blocks have a blank of 2 by 2 in at the same place."
    return Finding("pass", why, (Place(found.sheets[0], found.box),))


RULE: Final = Rule(
    id="EPR-016",
    title="Blank of 2 by 2 in in every title block",
    severity="warn",
    meaning="Reviewers stamp each sheet there, all sheets at once, so the place must be"
    " the same.",
    remedy="Keep 2 by 2 in of the title block free, at the same place on each sheet.",
    source=exhibit_f("Title block"),
    check=check,
)
