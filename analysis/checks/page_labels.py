"""EPR-008: page labels with sheet number and name, as in the bookmarks."""

from collections.abc import Sequence
from typing import Final

from analysis import sheet_facts, sheet_numbers
from analysis.checks.bookmarks import has_both, number_of
from analysis.checks.finding import Finding, Rule
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, called, quote
from analysis.plan_set import PlanSet, Submission
from analysis.sheet_facts import SheetFacts


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    drawings = sheet_facts.of(plan_set).drawings
    if not plan_set.has_labels:
        return [about("warn", "The file has no page labels.")]
    wrong = [one for one in drawings if _is_of_another(one)]
    plain = [
        one
        for one in drawings
        if one not in wrong and not has_both(one.sheet.label, one)
    ]
    found = []
    if wrong:
        label = quote(wrong[0].sheet.label)
        why = f"Labels name another sheet, as {label}: {called(wrong)}."
        found.append(about("warn", why, wrong))
    if plain:
        label = quote(plain[0].sheet.label)
        why = f"Labels without sheet number or name, as {label}: {called(plain)}."
        found.append(about("warn", why, plain))
    unlike = [one for one in drawings if _is_unlike_bookmark(one, plan_set)]
    if unlike and not found:
        why = f"Label and bookmark are not the same: {called(unlike)}."
        found.append(about("warn", why, unlike))
    return found or [about("pass", "Each sheet's label has its number and name.")]


def _is_of_another(one: SheetFacts) -> bool:
    number = number_of(one.sheet.label, one)
    if not number or not one.number:
        return False
    return sheet_numbers.key(number) != sheet_numbers.key(one.number)


def _is_unlike_bookmark(one: SheetFacts, plan_set: PlanSet) -> bool:
    titles = [
        mark.title
        for mark in plan_set.bookmarks
        if mark.sheet == one.sheet.number and number_of(mark.title, one)
    ]
    return bool(titles) and _plain(one.sheet.label) not in map(_plain, titles)


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


RULE: Final = Rule(
    id="EPR-008",
    title="Page labels with sheet number and name",
    severity="optional",
    meaning="Bluebeam shows the labels under the thumbnails and beside each comment.",
    remedy="In Bluebeam's Thumbnails tab choose Create Page Labels, from bookmarks.",
    source=exhibit_f("PDF metadata and navigation"),
    check=check,
)
