"""EPR-007: a bookmark for each sheet, with its number and name."""

from collections.abc import Sequence
from typing import Final

from analysis import sheet_facts, sheet_numbers
from analysis.checks.finding import Finding, Rule
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, called, count, listed, quote
from analysis.plan_set import Bookmark, PlanSet, Submission
from analysis.sheet_facts import SheetFacts


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    facts = sheet_facts.of(plan_set)
    if not plan_set.bookmarks:
        return [about("warn", "The file has no bookmarks.")]
    by_sheet: dict[int, list[Bookmark]] = {}
    for mark in plan_set.bookmarks:
        if mark.sheet is not None:
            by_sheet.setdefault(mark.sheet, []).append(mark)
    without = [one for one in facts.drawings if one.sheet.number not in by_sheet]
    marked = [one for one in facts.drawings if one.sheet.number in by_sheet]
    wrong = [one for one in marked if _is_wrong(one, by_sheet[one.sheet.number])]
    nameless = [
        one
        for one in marked
        if one not in wrong
        and not any(has_both(mark.title, one) for mark in by_sheet[one.sheet.number])
    ]
    found = []
    if without:
        found.append(about("warn", f"No bookmark leads to {called(without)}.", without))
    if wrong:
        titles = [quote(by_sheet[one.sheet.number][0].title) for one in wrong[:3]]
        why = f"Bookmarks name another sheet at {called(wrong)}: {listed(titles)}."
        found.append(about("warn", why, wrong))
    if nameless:
        title = quote(by_sheet[nameless[0].sheet.number][0].title)
        why = f"Bookmarks without sheet number or name, as {title}: {called(nameless)}."
        found.append(about("warn", why, nameless))
    marks = count(len(plan_set.bookmarks), "bookmark")
    return found or [
        about("pass", f"{marks}, one for each sheet with number and name.")
    ]


def _is_wrong(one: SheetFacts, marks: Sequence[Bookmark]) -> bool:
    """Whether all that lead here name other sheets."""
    numbers = [number for mark in marks if (number := number_of(mark.title, one))]
    here = sheet_numbers.key(one.number)
    return bool(here and numbers) and all(
        sheet_numbers.key(number) != here for number in numbers
    )


def number_of(title: str, one: SheetFacts) -> str | None:
    return sheet_numbers.at_start(title, like=one.number)


def has_both(title: str, one: SheetFacts) -> bool:
    """Whether a number is followed by some letters."""
    number = number_of(title, one)
    behind = title.strip()[len(number) :] if number else ""
    return sum(character.isalpha() for character in behind) > 1


RULE: Final = Rule(
    id="EPR-007",
    title="Bookmarks with sheet number and name",
    severity="optional",
    meaning="Not required, but reviewers find their way by bookmarks and work faster.",
    remedy="Add a bookmark for each sheet, as “A1.0 - FLOOR PLAN”.",
    source=exhibit_f("PDF metadata and navigation"),
    check=check,
)
