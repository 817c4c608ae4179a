"""Counts of times, each within 2 %; those of several processes can be added up."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

STEP: Final = math.log(1.02)
# Milliseconds; everything quicker counts as this.
LEAST: Final = 0.05


@dataclass(slots=True)
class Histogram:
    """Times in milliseconds."""

    counts: Counter[int] = field(default_factory=Counter)
    number: int = 0
    total: float = 0.0
    least: float = math.inf
    most: float = 0.0

    def add(self, milliseconds: float) -> None:
        self.counts[int(math.log(max(milliseconds, LEAST) / LEAST) / STEP)] += 1
        self.number += 1
        self.total += milliseconds
        self.least = min(self.least, milliseconds)
        self.most = max(self.most, milliseconds)

    def merge(self, other: "Histogram") -> None:
        self.counts.update(other.counts)
        self.number += other.number
        self.total += other.total
        self.least = min(self.least, other.least)
        self.most = max(self.most, other.most)

    def percentile(self, percent: float) -> float:
        """The time that `percent` of all were not above; 0 if there are none."""
        wanted = math.ceil(self.number * percent / 100)
        seen = 0
        for place in sorted(self.counts):
            seen += self.counts[place]
            if seen >= wanted:
                upper = LEAST * math.exp(STEP * (place + 1))
                return max(self.least, min(upper, self.most))
        return 0.0

    @property
    def mean(self) -> float:
        return self.total / self.number if self.number else 0.0

    def as_json(self) -> dict[str, Any]:
        return {
            "counts": {str(place): number for place, number in self.counts.items()},
            "total": self.total,
            "least": self.least if self.number else 0.0,
            "most": self.most,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Histogram":
        counts = Counter({int(key): each for key, each in said["counts"].items()})
        number = counts.total()
        least = said["least"] if number else math.inf
        return cls(counts, number, said["total"], least, said["most"])
