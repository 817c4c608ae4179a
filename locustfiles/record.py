"""What a run has seen, by scenario: in all, and while the load was steady."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from locustfiles.histogram import Histogram

WHOLE: Final = "whole"
STEADY: Final = "steady"
# Examples are for reading; kinds of error beyond these are counted as one.
MOST_KINDS: Final = 50
LONGEST_EXAMPLE: Final = 300


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer. `error` is "" if it was right; `cache` is the edge's word on it."""

    scenario: str
    milliseconds: float
    size: int
    status: int
    error: str = ""
    example: str = ""
    cache: str = ""


@dataclass(slots=True)
class Line:
    """All answers of one scenario."""

    times: Histogram = field(default_factory=Histogram)
    size: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    cache: Counter[str] = field(default_factory=Counter)

    def add(self, seen: Seen) -> None:
        self.times.add(seen.milliseconds)
        self.size += seen.size
        self.statuses[str(seen.status)] += 1
        self.cache[seen.cache] += 1
        if seen.error:
            full = len(self.errors) >= MOST_KINDS and seen.error not in self.errors
            kind = "other" if full else seen.error
            self.errors[kind] += 1
            self.examples.setdefault(kind, seen.example[:LONGEST_EXAMPLE])

    def merge(self, other: "Line") -> None:
        self.times.merge(other.times)
        self.size += other.size
        self.errors.update(other.errors)
        self.examples = other.examples | self.examples
        self.statuses.update(other.statuses)
        self.cache.update(other.cache)

    @property
    def error_rate(self) -> float:
        return self.errors.total() / self.times.number if self.times.number else 0.0

    def as_json(self) -> dict[str, Any]:
        return {
            "times": self.times.as_json(),
            "size": self.size,
            "errors": dict(self.errors),
            "examples": self.examples,
            "statuses": dict(self.statuses),
            "cache": dict(self.cache),
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Line":
        return cls(
            times=Histogram.from_json(said["times"]),
            size=said["size"],
            errors=Counter(said["errors"]),
            examples=dict(said["examples"]),
            statuses=Counter(said["statuses"]),
            cache=Counter(said["cache"]),
        )


@dataclass(slots=True)
class Record:
    """Lines by phase and scenario, and what the generator itself did."""

    phases: dict[str, dict[str, Line]] = field(
        default_factory=lambda: {WHOLE: {}, STEADY: {}}
    )
    seconds: dict[str, float] = field(default_factory=lambda: {WHOLE: 0, STEADY: 0})
    cpu_seconds: float = 0.0
    # How late the generator's own clock rang: what it adds to the times it measures.
    lag: Histogram = field(default_factory=Histogram)
    most_users: int = 0

    def add(self, seen: Seen, *, is_steady: bool) -> None:
        self.line(WHOLE, seen.scenario).add(seen)
        if is_steady:
            self.line(STEADY, seen.scenario).add(seen)

    def line(self, phase: str, scenario: str) -> Line:
        lines = self.phases[phase]
        if scenario not in lines:
            lines[scenario] = Line()
        return lines[scenario]

    def total(self, phase: str) -> Line:
        total = Line()
        for line in self.phases[phase].values():
            total.merge(line)
        return total

    def as_json(self) -> dict[str, Any]:
        return {
            "phases": {
                phase: {name: line.as_json() for name, line in lines.items()}
                for phase, lines in self.phases.items()
            },
            "seconds": self.seconds,
            "cpu_seconds": self.cpu_seconds,
            "lag": self.lag.as_json(),
            "most_users": self.most_users,
        }


def read(said: Mapping[str, Any]) -> Record:
    """Read what `Record.as_json` has written."""
    phases = {
        phase: {name: Line.from_json(line) for name, line in lines.items()}
        for phase, lines in said["phases"].items()
    }
    lag = Histogram.from_json(said["lag"])
    return Record(phases, said["seconds"], said["cpu_seconds"], lag, said["most_users"])


def merged(records: Iterable[Record]) -> Record:
    """Add up the records of processes that ran at the same time."""
    whole = Record()
    for record in records:
        for phase, lines in record.phases.items():
            for name, line in lines.items():
                whole.line(phase, name).merge(line)
            whole.seconds[phase] = max(whole.seconds[phase], record.seconds[phase])
        whole.cpu_seconds += record.cpu_seconds
        whole.lag.merge(record.lag)
        whole.most_users += record.most_users
    return whole
