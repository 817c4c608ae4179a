"""EPR-021: the City's Back Check page is the last one."""

from collections.abc import Sequence
from typing import Final

from analysis import sheet_facts
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
    # What the City gives out has its words as text, and menus, which are form fields.
    has_fields = _has_fields(last)
    is_sheet = last.number or last.has_template
    if is_sheet or (last.is_readable and not has_fields):
        return [about("fail", "There is no Back Check page.")]
    if has_fields or last.sheet.problem:
        why = f"{last.called}, the last one, does not say what it is in its text."
        return [about("cannot tell", why, [last])]
    why = (
        f"{last.called}, the last one, has neither the words nor the menus of the Back"
        " Check page as the City gives it out; a copy of that page has no menus."
    )
    return [about("fail", why, [last])]


def _has_fields(one: SheetFacts) -> bool:
    return any(mark.kind == "Widget" for mark in one.sheet.annotations)


RULE: Final = Rule(
    id="EPR-021",
    title="Back Check page at the end",
    severity="warn",
    meaning="Reviewers need the menus of that page to finish their review in Bluebeam.",
    remedy="Add the City's Back Check page (PDF) as the last page of the set.",
    source=BACK_CHECK,
    check=check,
)
