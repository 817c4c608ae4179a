"""Claude's opinions beside what was measured, which they never change.

| measured of the sheet | Claude: kept  | Claude: broken |
|-----------------------|---------------|----------------|
| fail                  | nothing       | nothing        |
| pass                  | nothing       | nothing        |
| warn                  | nothing       | warn, support  |
| cannot tell           | pass is added | warn is added  |
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from analysis import sheet_facts
from analysis.checks.finding import Finding, Rule, Verdict
from analysis.checks.wording import MOST_NAMED, listed, on, quote
from analysis.look import opinions
from analysis.look.looked import LookedAt
from analysis.look.opinions import Opinion
from analysis.plan_set import PlanSet, Submission
from analysis.sheet_facts import SheetFacts

# Of these rules measuring leaves every sheet open, also one that no finding names.
NEVER_MEASURED: Final = frozenset({"EPR-018"})
# The title block is where these are looked for.
IN_BLOCK: Final = frozenset({"EPR-013", "EPR-014", "EPR-015", "EPR-018"})
# Opinions that are taken, by what was measured.
TAKEN: Final[Mapping[Verdict, frozenset[str]]] = {
    "fail": frozenset(),
    "pass": frozenset(),
    "warn": frozenset({"warn"}),
    "cannot tell": frozenset({"warn", "pass"}),
}
ORDER: Final[tuple[Verdict, ...]] = ("fail", "warn", "pass", "cannot tell")


@dataclass(frozen=True, slots=True)
class Merged:
    """A finding; `confidence` is Claude's own where it is its finding, else None."""

    finding: Finding
    confidence: float | None = None

    @property
    def origin(self) -> Literal["measured", "model"]:
        return "measured" if self.confidence is None else "model"


Results = Sequence[tuple[Rule, Sequence[Finding]]]


def of_set(
    results: Results, looked: LookedAt, plan_set: PlanSet, said: Submission
) -> list[tuple[Rule, list[Merged]]]:
    """What was measured of a set, with what Claude adds of the sheets it saw."""
    if not looked.seen:
        return merge(results, (), ())
    facts = sheet_facts.of(plan_set)
    return merge(results, opinions.of(looked.seen, facts, said), facts.sheets)


def merge(
    results: Results, thought: Sequence[Opinion], sheets: Sequence[SheetFacts]
) -> list[tuple[Rule, list[Merged]]]:
    """All that was measured as it was, and what Claude adds after it."""
    facts = {one.sheet.number: one for one in sheets}
    return [
        (
            rule,
            [
                *(Merged(each) for each in measured),
                *_findings(taken(rule.id, measured, thought), facts),
            ],
        )
        for rule, measured in results
    ]


def taken(
    rule: str, measured: Sequence[Finding], thought: Iterable[Opinion]
) -> list[Opinion]:
    """The opinions of this rule that what was measured leaves room for."""
    ours = (each for each in thought if each.rule == rule)
    return [
        each
        for each in ours
        if each.verdict in TAKEN[_verdict(rule, measured, each.sheet)]
    ]


def _verdict(rule: str, measured: Sequence[Finding], sheet: int) -> Verdict:
    """What was measured of this sheet. A sheet that no finding names is one of which
    there was nothing to say.
    """
    here = [each for each in measured if any(at.sheet == sheet for at in each.places)]
    found = here or [each for each in measured if not each.places]
    if not found:
        return "cannot tell" if rule in NEVER_MEASURED else "pass"
    return min((each.verdict for each in found), key=ORDER.index)


def _findings(
    taken: Sequence[Opinion], facts: Mapping[int, SheetFacts]
) -> Iterable[Merged]:
    """One finding for all sheets of which it says the same; what is amiss first."""

    def key(one: Opinion) -> tuple[bool, str]:
        return one.verdict != "warn", one.saw

    for _, group in groupby(sorted(taken, key=key), key=key):
        same = list(group)
        least = min(each.confidence for each in same)
        yield Merged(_finding(same, facts), least)


def _finding(same: Sequence[Opinion], facts: Mapping[int, SheetFacts]) -> Finding:
    first = same[0]
    texts = list(dict.fromkeys(each.text for each in same if each.text))
    # What is the same everywhere is said once.
    is_one = len(texts) == 1
    names = [_named(each, facts, has_text=not is_one) for each in same]
    if len(names) > MOST_NAMED:
        names = [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"]
    text = f": {quote(texts[0])}" if is_one else ""
    return Finding(
        first.verdict,
        f"Claude {first.saw} {listed(names)}{text}.",
        on((facts[each.sheet] for each in same), in_block=first.rule in IN_BLOCK),
    )


def _named(one: Opinion, facts: Mapping[int, SheetFacts], *, has_text: bool) -> str:
    called = facts[one.sheet].called
    return f"{called}: {quote(one.text)}" if has_text and one.text else called
