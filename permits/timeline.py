"""Filed, approved, issued, completed: how long it took, and how long is usual."""

import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from permits import words


class Dated(Protocol):
    """What has the four dates: a permit."""

    filed_date: dt.date | None
    approved_date: dt.date | None
    issued_date: dt.date | None
    completed_date: dt.date | None


@dataclass(frozen=True, slots=True)
class Usual:
    """The median number of days between two stages, over `permits` similar permits."""

    days: float
    permits: int

    @property
    def length(self) -> str:
        return words.between(round(self.days))

    @property
    def described(self) -> str:
        """`half of 412 similar permits: within 38 days`."""
        within = f"within {self.length}" if round(self.days) else "the same day"
        return f"half of {words.counted(self.permits, 'similar permit')}: {within}"


# How a stage reads as something that happened.
STAGES: Final[Mapping[str, str]] = {
    "filed": "filing",
    "approved": "approval",
    "issued": "issue",
    "completed": "completion",
}
Between = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    date: dt.date | None

    @property
    def label(self) -> str:
        return self.name.capitalize()

    @property
    def event(self) -> str:
        return STAGES[self.name]


@dataclass(frozen=True, slots=True)
class Step:
    """From one recorded stage to a later one. Widths: per cent of the longest bar."""

    start: Stage
    end: Stage
    days: int
    usual: Usual | None
    width: float
    usual_width: float

    @property
    def has_bar(self) -> bool:
        """A step within the day has nothing to draw, unless others take longer."""
        return self.days > 0 or (self.usual is not None and round(self.usual.days) > 0)

    @property
    def length(self) -> str:
        return words.between(abs(self.days))

    @property
    def took(self) -> str:
        """In words; the city's dates are not always in order."""
        relation = "as" if self.days == 0 else "after" if self.days > 0 else "before"
        return f"{self.length} {relation} {self.start.event}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A stage as the page shows it: the steps that led to it, or what is usual."""

    stage: Stage
    steps: tuple[Step, ...]
    expected: str


@dataclass(frozen=True, slots=True)
class Timeline:
    entries: tuple[Entry, ...]

    @property
    def steps(self) -> list[Step]:
        return [step for entry in self.entries for step in entry.steps]

    @property
    def is_empty(self) -> bool:
        return all(entry.stage.date is None for entry in self.entries)

    @property
    def is_compared(self) -> bool:
        return any(step.usual for step in self.steps)


def timeline(permit: Dated, usual: Mapping[Between, Usual]) -> Timeline:
    """The four stages of `permit`, with the days between those that are recorded.

    Args:
        permit: any object with the four dates.
        usual: medians of similar permits by (from, to) stage names, as in `STAGES`.
            Where the two are not neighbours in this permit, both lengths are shown.
    """
    stages = [
        Stage("filed", permit.filed_date),
        Stage("approved", permit.approved_date),
        Stage("issued", permit.issued_date),
        Stage("completed", permit.completed_date),
    ]
    pairs = _pairs(stages, usual)
    norms = [usual.get((start.name, end.name)) for start, end in pairs]
    lengths = [_between(start, end) for start, end in pairs]
    longest = max([1, *lengths, *(norm.days for norm in norms if norm)])
    steps = [
        Step(
            start=start,
            end=end,
            days=length,
            usual=norm,
            width=_width(length, longest),
            usual_width=_width(norm.days, longest) if norm else 0,
        )
        for (start, end), length, norm in zip(pairs, lengths, norms, strict=True)
    ]
    return Timeline(tuple(_entry(stage, steps, usual) for stage in stages))


def _pairs(
    stages: list[Stage], usual: Mapping[Between, Usual]
) -> list[tuple[Stage, Stage]]:
    known = [stage for stage in stages if stage.date is not None]
    by_name = {stage.name: stage for stage in known}
    pairs = list(itertools.pairwise(known))
    compared = [
        (by_name[start], by_name[end])
        for start, end in usual
        if start in by_name and end in by_name
    ]
    return pairs + [pair for pair in compared if pair not in pairs]


def _entry(stage: Stage, steps: list[Step], usual: Mapping[Between, Usual]) -> Entry:
    expected = ""
    if stage.date is None:
        norms = [
            f"{norm.described} of {STAGES[start]}"
            for (start, end), norm in usual.items()
            if end == stage.name
        ]
        expected = "; ".join(norms)
    led = tuple(step for step in steps if step.end == stage)
    return Entry(stage=stage, steps=led, expected=expected)


def _between(start: Stage, end: Stage) -> int:
    assert start.date is not None
    assert end.date is not None
    return (end.date - start.date).days


def _width(length: float, longest: float) -> float:
    """Per cent of the longest; more than nothing is never too short to be seen."""
    return round(max(1.0, 100 * length / longest), 1) if length > 0 else 0
