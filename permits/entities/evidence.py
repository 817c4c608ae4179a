"""Points for and against two groups of contacts being one, each with its reason.

A point is a natural logarithm of how much likelier the finding is for one and the
same than for two different ones, so points add up. The weights are judgements,
checked on labelled data of several noise mixes: one line, one finding.
"""

from math import comb, log
from typing import NamedTuple

from rapidfuzz.distance import OSA

from permits.entities.profile import Profile

DAYS_A_YEAR = 365.25


class Finding(NamedTuple):
    """One thing that two groups agree or differ in, and what it is worth."""

    points: float
    reason: str


Findings = list[Finding]


def total(findings: Findings) -> float:
    return sum(finding.points for finding in findings)


class NumberWeights(NamedTuple):
    """What a number is worth: shared, one digit off, or different on both sides."""

    what: str
    same: float
    near: float
    differs: float


def shared(one: dict[str, int], other: dict[str, int]) -> bool:
    """Whether any value is in both; the smaller one is walked."""
    if len(one) > len(other):
        one, other = other, one
    return any(value in other for value in one)


def _one_digit_off(one: dict[str, int], other: dict[str, int]) -> bool:
    return any(
        OSA.distance(mine, theirs, score_cutoff=1) <= 1
        for mine in list(one)[:4]
        for theirs in list(other)[:4]
    )


def compare_numbers(
    one: dict[str, int], other: dict[str, int], weights: NumberWeights
) -> Findings:
    """What a kind of number says; nothing where either side has none."""
    if not one or not other:
        return []
    if shared(one, other):
        return [Finding(weights.same, f"same {weights.what}")]
    if _one_digit_off(one, other):
        return [Finding(weights.near, f"{weights.what} one digit off")]
    return [Finding(weights.differs, f"different {weights.what}s")]


def years_between(one: Profile, other: Profile) -> float:
    """Years from the end of one group to the start of the other; 0 if they overlap."""
    gap = max(one.first, other.first) - min(one.last, other.last)
    return max(gap, 0) / DAYS_A_YEAR


def compare_succession(one: Profile, other: Profile) -> Findings:
    """Whether one group ends before the other begins, as a renamed firm does.

    Two firms active at the same time are seen in this order by chance once in
    `comb(n + m, n) / 2` times; where they interleave, it is no succession.
    """
    if not one.dated or not other.dated:
        return []
    overlap = min(one.last, other.last) - max(one.first, other.first)
    if overlap > DAYS_A_YEAR / 4:
        return [Finding(-3.0, "both names in use at the same time")]
    n, m = min(one.dated, 20), min(other.dated, 20)
    points = min(log(comb(n + m, n) / 2), 3.5)
    return [Finding(points, "one name follows the other in time")]
