"""EPR-021: the City's Back Check page is the last one."""

from collections.abc import Sequence
from typing import Final

from analysis import sheet_facts
from analysis.block_layout import FOLLOWS
from analysis.checks.finding import Finding, Rule
from analysis.checks.sources import BACK_CHECK
from analysis.checks.wording import about, called
from analysis.plan_set import PlanSet, Submission
from analysis.sheet_facts import SheetFacts


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    facts = sheet_facts.of(plan_set)
    if not facts.sheets:
        return [about("cannot tell", "No sheet was read.")]
    last = facts.sheets[-1]
    pages = [one for one in facts.sheets if one.role == "back check"]
    if last.role == "back check":
        return [about("pass", f"{last.called} is the Back Check page.", [last])]
    if pages:
        why = f"The Back Check page is {called(pages)}; it belongs at the end."
        return [about("fail", why, pages)]
    if not last.is_readable and not _has_template(last):
        why = f"{last.called}, the last one, has no text that could be read."
        return [about("cannot tell", why, [last])]
    return [about("fail", "There is no Back Check page.")]


def _has_template(one: SheetFacts) -> bool:
    """Whether it has the set's title block, which the City's page has not."""
    return bool(one.number) or (one.block is not None and one.block.follows >= FOLLOWS)


RULE: Final = Rule(
    id="EPR-021",
    title="Back Check page at the end",
    severity="warn",
    meaning="Reviewers need the menus of that page to finish their review in Bluebeam.",
    remedy="Add the City's Back Check page (PDF) as the last page of the set.",
    source=BACK_CHECK,
    check=check,
)
