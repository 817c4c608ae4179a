"""Groups of rows that grow by joining, each remembering how every row came to it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from permits.entities.normalize import Facts
from permits.entities.profile import Profile


class Link(NamedTuple):
    """Why a row, with all that hung on it, was attached: how sure, and the reasons.

    `weighed` is false where the rows share a whole key and nothing was compared.
    """

    confidence: float
    reasons: tuple[str, ...]
    weighed: bool = False


class Clusters:
    """Rows, by number, in groups. A group is named by its lowest row, its root."""

    def __init__(self, rows: Sequence[Facts]) -> None:
        self.rows = rows
        self.parent = list(range(len(rows)))
        self.links: list[Link | None] = [None] * len(rows)
        self.members: dict[int, list[int]] = {}
        self.profiles: dict[int, Profile] = {}

    def find(self, row: int) -> int:
        """The root of the row's group."""
        parent = self.parent
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    def join(self, one: int, other: int, link: Link) -> int:
        """Put the groups of two rows together; the root of the result."""
        one, other = self.find(one), self.find(other)
        root, gone = (one, other) if one < other else (other, one)
        if root != gone:
            self.parent[gone] = root
            self.links[gone] = link
        return root

    def told(self, rows: Iterable[int]) -> list[tuple[int, int, Link | None]]:
        """How these rows are joined, for the clusters of another process to hear."""
        return [
            (row, self.parent[row], self.links[row])
            for row in rows
            if self.parent[row] != row
        ]

    def hear(self, told: Iterable[tuple[int, int, Any]]) -> None:
        """Join rows as they were joined elsewhere; links may have come as lists."""
        for row, parent, link in told:
            self.parent[row] = parent
            if link:
                confidence, reasons, weighed = link
                self.links[row] = Link(confidence, tuple(reasons), weighed)

    def groups(self) -> dict[int, list[int]]:
        """All groups, by root, rows in order."""
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for row in range(len(self.rows)):
            groups[self.find(row)].append(row)
        return dict(groups)

    def gather(self, rows: Sequence[int]) -> None:
        """List the rows of each group of `rows`: their profiles are asked for next."""
        self.members = {}
        for row in rows:
            self.members.setdefault(self.find(row), []).append(row)
        self.profiles = {}

    def profile(self, root: int) -> Profile:
        """What the group's rows say; made when first asked for."""
        profile = self.profiles.get(root)
        if profile is None:
            profile = Profile(self.rows[row] for row in self.members[root])
            self.profiles[root] = profile
        return profile

    def merge(self, one: int, other: int, link: Link) -> int:
        """Join two groups by their roots, and what they say; the new root."""
        mine, theirs = self.profile(one), self.profile(other)
        if mine.size < theirs.size:
            mine, theirs = theirs, mine
        mine.absorb(theirs)
        root = self.join(one, other, link)
        del self.profiles[one], self.profiles[other]
        self.profiles[root] = mine
        return root
