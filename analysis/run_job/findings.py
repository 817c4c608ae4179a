"""Findings of the rules, as rows."""

from typing import Final

from analysis import checks
from analysis.checks.finding import Rule
from analysis.look import merge
from analysis.look.looked import LookedAt
from analysis.look.merge import Merged
from analysis.models import PlanFinding
from analysis.plan_set import PlanSet, Submission

# Rules that look at each sheet by itself: what they say of a sheet stays true whatever
# the other sheets are. Only these are told while sheets are still being read.
EACH_SHEET: Final = frozenset({"EPR-001", "EPR-002", "EPR-005", "EPR-019", "EPR-022"})
TOLD_EARLY: Final = frozenset({"fail", "warn"})


def of_all(plan_set: PlanSet, said: Submission, looked: LookedAt) -> list[PlanFinding]:
    """What all rules say of the whole set, and what Claude adds."""
    results = checks.run_all(plan_set, said)
    merged = merge.of_set(results, looked, plan_set, said)
    return [row(rule, one) for rule, found in merged for one in found]


def while_reading(plan_set: PlanSet, said: Submission) -> list[PlanFinding]:
    """What is sure to stay, of the sheets read so far."""
    rules = [rule for rule in checks.RULES if rule.id in EACH_SHEET]
    return [
        row(rule, Merged(one), is_provisional=True)
        for rule, found in checks.run_all(plan_set, said, rules=rules)
        for one in found
        if one.verdict in TOLD_EARLY and one.places
    ]


def row(rule: Rule, merged: Merged, *, is_provisional: bool = False) -> PlanFinding:
    """The finding as it is stored; its number and job come with the others."""
    found = merged.finding
    sheets = sorted({place.sheet for place in found.places})
    return PlanFinding(
        rule=rule.id,
        verdict=found.verdict,
        severity=rule.severity,
        sheets=sheets,
        places=[
            {"sheet": place.sheet, "box": list(place.box) if place.box else None}
            for place in found.places
        ],
        evidence=found.evidence.replace("\0", "\ufffd"),
        origin=merged.origin,
        confidence=merged.confidence,
        is_provisional=is_provisional,
    )
