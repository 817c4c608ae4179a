"""Which groups are worth comparing: those that share a key, in bounded numbers."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from permits.entities.clusters import Clusters, Link
from permits.entities.normalize import Facts

# The keys of one row: rows with a key in common are compared, or joined.
Keys = Callable[[Facts], Iterable[Hashable]]

# A block of so many groups is compared whole. In a larger one each group meets only
# the largest groups and its neighbours in time: a common key is weak evidence anyway.
WHOLE_BLOCK = 30
LARGEST = 6
NEIGHBOURS = 2


def join_equal(clusters: Clusters, rows: Iterable[int], keys: Keys, link: Link) -> None:
    """Join all rows that share a key which is proof by itself."""
    first: dict[Hashable, int] = {}
    for row in rows:
        for key in keys(clusters.rows[row]):
            other = first.setdefault(key, row)
            if other != row:
                clusters.join(other, row, link)


def _pairs(roots: Sequence[int], clusters: Clusters) -> Iterator[tuple[int, int]]:
    if len(roots) <= WHOLE_BLOCK:
        yield from combinations(roots, 2)
        return
    members = clusters.members
    largest = sorted(roots, key=lambda root: (-len(members[root]), root))[:LARGEST]
    by_date = sorted(roots, key=lambda root: (clusters.rows[root].day, root))
    for place, root in enumerate(by_date):
        for other in (*largest, *by_date[place + 1 : place + 1 + NEIGHBOURS]):
            if other != root:
                yield (root, other) if root < other else (other, root)


def candidate_pairs(
    clusters: Clusters,
    rows: Sequence[int],
    kinds_of_keys: Iterable[Keys],
    only: Collection[int] | None = None,
) -> list[tuple[int, int]]:
    """Pairs of roots that share at least one key, each once, in order.

    With `only`, pairs that have one of these roots. The clusters must have been
    gathered: sizes are read from their members.
    """
    pairs: set[tuple[int, int]] = set()
    roots = {row: clusters.find(row) for row in rows}
    for keys in kinds_of_keys:
        alone: dict[Hashable, int] = {}
        blocks: dict[Hashable, set[int]] = {}
        for row, root in roots.items():
            for key in keys(clusters.rows[row]):
                other = alone.setdefault(key, root)
                if other != root:
                    blocks.setdefault(key, {other}).add(root)
        for block in blocks.values():
            if only is None:
                pairs.update(_pairs(sorted(block), clusters))
            elif not block.isdisjoint(only):
                found = _pairs(sorted(block), clusters)
                pairs.update(
                    pair for pair in found if pair[0] in only or pair[1] in only
                )
    return sorted(pairs)
