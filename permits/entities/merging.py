"""Merging groups by evidence: the best pair first, and nothing that is disputed."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable
from math import exp, nextafter
from typing import NamedTuple

from permits.entities.clusters import Clusters, Link
from permits.entities.evidence import Findings, total
from permits.entities.profile import Profile

Compare = Callable[[Profile, Profile], Findings]

# Points below which two groups are taken to be two: what they say is contradictory.
APART = -2.0
# A pair further below acceptance than this will not be saved by later merges.
HOPELESS = 9.0
# How sure a merge is that only just met the points asked for.
AT_ACCEPTANCE = 1.7


class Limits(NamedTuple):
    """Points asked for, and how much better than its rival a match has to be."""

    accept: float
    margin: float


class OpenPair(NamedTuple):
    """Two groups, by root, that may be one and were not merged."""

    one: int
    other: int
    points: float


class Merger:
    """Merges candidate pairs, best first, weighing again those that have grown."""

    def __init__(self, clusters: Clusters, compare: Compare, limits: Limits) -> None:
        self.clusters = clusters
        self.compare = compare
        self.limits = limits
        self.queue: list[tuple[float, int, int, int, int]] = []
        self.rivals: defaultdict[int, list[int]] = defaultdict(list)
        self.open: list[OpenPair] = []
        self.merges = 0
        self.stamps: dict[int, int] = {}

    def findings(self, one: int, other: int) -> Findings:
        return self.compare(self.clusters.profile(one), self.clusters.profile(other))

    def points(self, one: int, other: int) -> float:
        return total(self.findings(one, other))

    def offer(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Weigh pairs of roots; those far below acceptance are forgotten."""
        for one, other in pairs:
            points = self.points(one, other)
            self._place(one, other, points)
            self._note_rivals(one, other, points)

    def watch(self, one: int, other: int) -> None:
        """Keep a pair that was left open before: it is settled only if one grows."""
        points = self.points(one, other)
        below = nextafter(self.limits.accept, 0)
        self.open.append(OpenPair(one, other, min(points, below)))
        self._note_rivals(one, other, points)

    def _note_rivals(self, one: int, other: int, points: float) -> None:
        if points > self.limits.accept - self.limits.margin:
            self.rivals[one].append(other)
            self.rivals[other].append(one)

    def _place(self, one: int, other: int, points: float) -> None:
        if points >= self.limits.accept:
            stamps = self.stamps.get(one, 0), self.stamps.get(other, 0)
            heapq.heappush(self.queue, (-points, one, other, *stamps))
        elif points > self.limits.accept - HOPELESS:
            self.open.append(OpenPair(one, other, points))

    def _roots(self, one: int, other: int) -> tuple[int, int]:
        one, other = self.clusters.find(one), self.clusters.find(other)
        return (one, other) if one < other else (other, one)

    def run(self) -> bool:
        """Merge until nothing in the queue is good enough; whether anything merged."""
        before = self.merges
        while self.queue:
            negative, *pair, stamp_one, stamp_other = heapq.heappop(self.queue)
            one, other = self._roots(*pair)
            if one == other:
                continue
            stamps = self.stamps.get(one, 0), self.stamps.get(other, 0)
            if [one, other] != pair or stamps != (stamp_one, stamp_other):
                points = self.points(one, other)
                if points < -negative:
                    self._place(one, other, points)
                    continue
            self._settle(one, other)
        return self.merges > before

    def _settle(self, one: int, other: int) -> None:
        findings = self.findings(one, other)
        points = total(findings)
        if self.disputed(one, other, points):
            self.open.append(OpenPair(one, other, points))
            return
        over = points - self.limits.accept
        reasons = tuple(finding.reason for finding in findings if finding.points > 0)
        link = Link(1 / (1 + exp(-over - AT_ACCEPTANCE)), reasons, weighed=True)
        root = self.clusters.merge(one, other, link)
        self.merges += 1
        self.stamps[root] = self.merges
        gone = other if root == one else one
        if gone in self.rivals:
            self.rivals[root] += self.rivals.pop(gone)

    def disputed(self, one: int, other: int, points: float) -> bool:
        """Whether the smaller group fits as well to a third that is not the larger."""
        small, large = sorted(
            (one, other), key=lambda root: (self.clusters.profile(root).size, -root)
        )
        rivals = {self.clusters.find(row) for row in self.rivals.get(small, ())}
        return any(
            self.points(small, rival) > points - self.limits.margin
            and self.points(rival, large) < APART
            for rival in sorted(rivals - {small, large})
        )

    def again(self, since: int) -> None:
        """Offer once more what was disputed, and pairs that have grown since."""
        grown: set[tuple[int, int]] = set()
        still = []
        for pair in self.open:
            one, other = self._roots(pair.one, pair.other)
            stamp = max(self.stamps.get(one, 0), self.stamps.get(other, 0))
            if stamp <= since and pair.points < self.limits.accept:
                still.append(pair)
            elif one != other:
                grown.add((one, other))
        self.open = still
        self.offer(sorted(grown))

    def settle_all(self, pairs: Iterable[tuple[int, int]]) -> list[OpenPair]:
        """Merge what can be merged of the pairs; what stays open, best first."""
        self.offer(pairs)
        merges = 0
        while self.run():
            self.again(merges)
            merges = self.merges
        return sorted(self.open, key=lambda pair: (-pair.points, pair.one, pair.other))
