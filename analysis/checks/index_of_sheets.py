"""SET-001: the index on the cover against the sheets that are there."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from analysis import sheet_facts, sheet_numbers
from analysis.checks.finding import Finding, Place, Rule, Verdict
from analysis.checks.sources import practice
from analysis.checks.wording import about, called, listed
from analysis.plan_set import PlanSet, Submission
from analysis.sheet_facts import SetFacts, SheetFacts
from analysis.sheet_index import Index

# With more numbers unread than this, a listed sheet may well be there.
MOST_UNREAD: Final = 0.5


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    facts = sheet_facts.of(plan_set)
    found = list(_twice(facts))
    index = facts.index
    if index is None or not index.entries:
        found.append(_no_index(facts))
        return found
    unread = [one for one in facts.drawings if not one.number]
    if len(unread) > MOST_UNREAD * len(facts.drawings):
        why = f"Too few sheet numbers could be read: not those of {called(unread)}."
        return [*found, about("cannot tell", why, unread)]
    found += _differences(facts, index)
    if unread and not found:
        why = f"The number of {called(unread)} could not be read."
        found.append(about("cannot tell", why, unread))
    says = (
        f"The index lists {len(index.entries)} sheets, and they are there in its order."
    )
    place = (Place(index.sheet, index.heading),)
    return found or [Finding("pass", says, place)]


def _no_index(facts: SetFacts) -> Finding:
    cover = facts.cover
    if len(facts.drawings) < 2 or cover is None:  # noqa: PLR2004 - nothing to list
        return about("cannot tell", "One sheet needs no index, and has none.")
    if facts.index or not cover.is_readable:
        return about(
            "cannot tell", "The index on the cover could not be read.", [cover]
        )
    return about("warn", "No sheet index was found on the first sheets.", [cover])


def _twice(facts: SetFacts) -> Sequence[Finding]:
    counts = Counter(_key(one) for one in facts.drawings if one.number)
    same = [one for one in facts.drawings if one.number and counts[_key(one)] > 1]
    if not same:
        return []
    return [about("fail", f"One number on several sheets: {called(same)}.", same)]


def _key(one: SheetFacts) -> str:
    return sheet_numbers.key(one.number)


def _differences(facts: SetFacts, index: Index) -> Sequence[Finding]:
    listed_keys = [sheet_numbers.key(entry.number) for entry in index.entries]
    present = [one for one in facts.drawings if one.number]
    keys = [_key(one) for one in present]
    # With a number that could not be read, what is missing may be that sheet.
    sure: Verdict = "fail" if len(present) == len(facts.drawings) else "warn"
    found = []
    absent = [
        e for e, k in zip(index.entries, listed_keys, strict=True) if k not in keys
    ]
    if absent:
        names = listed([f"{entry.number} {entry.name}"[:60] for entry in absent[:6]])
        places = tuple(Place(index.sheet, entry.box) for entry in absent)
        found.append(
            Finding(sure, f"In the index and not in the file: {names}.", places)
        )
    extra = [
        one for one, key in zip(present, keys, strict=True) if key not in listed_keys
    ]
    if extra:
        # An index that goes on elsewhere was read in part.
        whole = len(extra) <= MOST_UNREAD * len(present)
        why = f"Not in the index: {called(extra)}."
        found.append(about("fail" if whole else "warn", why, extra))
    again = [
        entry
        for entry in index.entries
        if listed_keys.count(sheet_numbers.key(entry.number)) > 1
    ]
    if again:
        names = listed([entry.number for entry in again[:6]])
        places = tuple(Place(index.sheet, entry.box) for entry in again)
        found.append(Finding("warn", f"Twice in the index: {names}.", places))
    return [*found, *_order(present, keys, listed_keys)]


def _order(
    present: Sequence[SheetFacts], keys: Sequence[str], listed_keys: Sequence[str]
) -> Sequence[Finding]:
    """The first sheet whose place differs, of those that are in both lists once."""
    once = {key for key in keys if keys.count(key) == 1 == listed_keys.count(key)}
    here = [key for key in keys if key in once]
    there = [key for key in listed_keys if key in once]
    if here == there:
        return []
    at = next(i for i, (a, b) in enumerate(zip(here, there, strict=True)) if a != b)
    moved = [one for one, key in zip(present, keys, strict=True) if key == here[at]]
    why = f"Sheets are in another order than in the index, from {called(moved)} on."
    return [about("fail", why, moved)]


RULE: Final = Rule(
    id="SET-001",
    title="Sheet index agrees with the sheets",
    severity="warn",
    meaning="The first thing that intake compares: a listed sheet that is not there"
    " looks"
    " like an incomplete set.",
    remedy="Bring the index on the cover and the sheets of the PDF into agreement.",
    source=practice("Cover sheet: sheet index"),
    check=check,
)
