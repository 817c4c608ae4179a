"""What a check says: a verdict with its evidence, and where on which sheets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.plan_set import Box, PlanSet, Submission

Verdict = Literal["fail", "warn", "pass", "cannot tell"]
# What the City does if the rule is broken: sends the set back, writes a comment, or
# only works slower.
Severity = Literal["reject", "warn", "optional"]


@dataclass(frozen=True, slots=True)
class Place:
    """A sheet, from 1, and a box on it in points (see plan_set); None: all of it."""

    sheet: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """`evidence` is what was seen, in words and figures; of "cannot tell", why."""

    verdict: Verdict
    evidence: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where the City says so. `dated` is as printed, or "not dated"."""

    title: str
    place: str
    dated: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule and how it is checked; `check` gives at least one finding.

    `meaning` says what breaking it means, `remedy` what to do, in plain words.
    """

    id: str
    title: str
    severity: Severity
    meaning: str
    remedy: str
    source: Source
    check: Callable[[PlanSet, Submission], Sequence[Finding]]
