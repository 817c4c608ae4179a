"""Contacts in, people and firms out, each with its reasons. Pure: no database.

Rows that share a whole key (name and licence, say) are joined at once; the groups
that result are compared where they share any key, and merged by evidence.
"""

import gc
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from permits.entities import known as earlier
from permits.entities.beside import ROWS_WORTH_A_CHILD, beside
from permits.entities.blocking import candidate_pairs, join_equal
from permits.entities.clusters import Clusters
from permits.entities.contacts import Contact
from permits.entities.entities import Entity, Method, Possible, Resolution
from permits.entities.evidence import Finding, Findings
from permits.entities.firm_evidence import compare_firms
from permits.entities.kinds import count_votes, stands_for_firm
from permits.entities.known import Held, Known
from permits.entities.merging import Compare, Merger, OpenPair
from permits.entities.normalize import Facts, read_contacts
from permits.entities.person_evidence import ComparePeople
from permits.entities.register import Register
from permits.entities.tracks import FIRMS, PEOPLE, Track, block_keys


class _Open(NamedTuple):
    pair: OpenPair
    findings: Findings


# Open pairs this far below acceptance are still shown, and so many of one entity.
SHOWN_BELOW = 2.5
SHOWN_OF_ONE = 5


class Settled(NamedTuple):
    """Rows in groups; `held` is the entity that a row was in and stays in."""

    clusters: Clusters
    is_firm: Sequence[bool]
    still_open: list[_Open]
    held: Mapping[int, int]
    known: Known
    register: Register

    def keys(self, rows: Iterable[int]) -> set[int]:
        """The stored keys of a group (see block_keys)."""
        first, *rest = rows
        track = FIRMS if self.is_firm[first] else PEOPLE
        facts = self.clusters.rows
        return block_keys(track, [facts[row] for row in (first, *rest)])


def _compare(
    track: Track, clusters: Clusters, register: Register, counted: Collection[str]
) -> Compare:
    """How to compare groups. The register hears of people it has not counted yet."""
    if track is FIRMS:
        return compare_firms
    for root, rows in clusters.members.items():
        name = clusters.rows[root].name
        if name and not any(clusters.rows[row].id in counted for row in rows):
            register.rarity.add([name])
    return ComparePeople(register.rarity)


def _hold(clusters: Clusters, known: Known) -> dict[int, int]:
    """Put the rows of entities that stay one together; the entity of each such row."""
    held: dict[int, int] = {}
    first: dict[int, int] = {}
    for row, facts in enumerate(clusters.rows):
        entity = known.entity_of.get(facts.id)
        if entity is not None:
            held[row] = entity
            clusters.parent[row] = first.setdefault(entity, row)
    return held


def _changed(
    groups: Mapping[int, Sequence[int]], held: Mapping[int, int]
) -> Collection[int]:
    """Roots of the groups that are no longer the one entity that they were."""
    if not held:
        return groups.keys()
    return {
        root
        for root, rows in groups.items()
        if None in (was := {held.get(row) for row in rows}) or len(was) > 1
    }


def _settle(track: Track, settled: Settled, rows: Sequence[int]) -> list[_Open]:
    clusters, known = settled.clusters, settled.known
    for keys, link in track.proofs:
        join_equal(clusters, rows, keys, link)
    clusters.gather(rows)
    compare = _compare(track, clusters, settled.register, known.counted)
    merger = Merger(clusters, compare, track.limits)
    changed = _changed(clusters.members, settled.held)
    for one, other in _left_open(settled):
        if one not in changed and other not in changed:
            merger.watch(one, other)
    only = changed if settled.held else None
    pairs = candidate_pairs(clusters, rows, track.blocks, only)
    return _shown(merger, merger.settle_all(pairs))


def _left_open(settled: Settled) -> list[tuple[int, int]]:
    """The pairs that were left open before, as roots, of the groups gathered."""
    root_of = {
        settled.held[row]: root
        for root, rows in settled.clusters.members.items()
        for row in rows
        if row in settled.held
    }
    pairs = {
        (min(roots), max(roots))
        for pair in settled.known.open
        if len(roots := {root_of[each] for each in pair if each in root_of}) > 1
    }
    return sorted(pairs)


def _shown(merger: Merger, still_open: Iterable[OpenPair]) -> list[_Open]:
    """The pairs that came close, best first, so many of one group."""
    least = merger.limits.accept - SHOWN_BELOW
    shown: Counter[int] = Counter()
    result = []
    for pair in still_open:
        if pair.points < least:
            break
        if max(shown[pair.one], shown[pair.other]) < SHOWN_OF_ONE:
            shown.update((pair.one, pair.other))
            result.append(_Open(pair, merger.findings(pair.one, pair.other)))
    return result


def _entity(settled: Settled, rows: Sequence[int]) -> Entity:
    """A group described by its links and by what its held entities were linked by."""
    clusters, known = settled.clusters, settled.known
    before: list[Held] = [
        known.entities[entity]
        for entity in {settled.held[row] for row in rows if row in settled.held}
    ]
    links = [link for row in rows if (link := clusters.links[row])]
    reasons = Counter(reason for link in links for reason in link.reasons)
    for entity in before:
        reasons.update(dict(entity.reasons))
    method: Method = "single"
    if len(rows) > 1:
        weighed = any(link.weighed for link in links)
        weighed = weighed or any(entity.method == "evidence" for entity in before)
        method = "evidence" if weighed else "exact"
    sure = [link.confidence for link in links]
    sure += [entity.confidence for entity in before]
    return Entity(
        kind="firm" if settled.is_firm[rows[0]] else "person",
        contacts=tuple(clusters.rows[row].id for row in rows),
        method=method,
        confidence=round(min(sure, default=1.0), 4),
        reasons=tuple(sorted(reasons.items(), key=lambda each: (-each[1], each[0]))),
    )


@contextmanager
def collector_paused() -> Iterator[None]:
    """Millions of small objects and no cycles: the collector would only look on."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # To the oldest generation, unlooked at: else the next sweep walks all of it.
        gc.freeze()
        gc.unfreeze()
        if was_on:
            gc.enable()


def resolve(contacts: Iterable[Contact]) -> Resolution:
    """Decide which contacts are one person or firm. The order given has no effect.

    Contact ids must be unique. About 65 µs and 2.2 kB a contact, with the child.
    """
    with collector_paused():
        register = Register()
        return describe(settle(read_contacts(contacts, register.order), register))


def settle(
    rows: Sequence[Facts], register: Register, known: Known = earlier.NOTHING
) -> Settled:
    """Put rows, in the order of their ids, into groups.

    The names must have been read with `register.order`; what else the rows tell is
    added to the register. With what is `known`, only groups that have changed are
    compared, each with all that share a key with it.
    """
    clusters = Clusters(rows)
    held = _hold(clusters, known)
    new = (row for row in rows if row.id not in known.counted)
    # Not "+=": that would drop the votes below 0.
    register.votes.update(count_votes(new))
    is_firm = stands_for_firm(rows, register.votes)
    for row, entity in held.items():
        is_firm[row] = known.entities[entity].kind == "firm"
    settled = Settled(clusters, is_firm, [], held, known, register)
    firms = [row for row, firm in enumerate(is_firm) if firm]
    people = [row for row, firm in enumerate(is_firm) if not firm]

    def settle_firms() -> tuple[list[Any], list[_Open]]:
        found = _settle(FIRMS, settled, firms)
        return clusters.told(firms), found

    # Firms and people are never compared: each can be settled without the other.
    worth = len(firms) >= ROWS_WORTH_A_CHILD
    with beside(settle_firms, worth=worth) as settled_firms:
        open_people = _settle(PEOPLE, settled, people)
        told, open_firms = settled_firms()
    clusters.hear(told)
    settled.still_open.extend(_read_open(each) for each in open_firms)
    settled.still_open.extend(open_people)
    return settled


def _read_open(told: Any) -> _Open:
    """An open pair as it comes from another process: lists in the place of tuples."""
    pair, findings = told
    return _Open(OpenPair(*pair), [Finding(*finding) for finding in findings])


def describe(settled: Settled) -> Resolution:
    """The groups as entities, and the open pairs."""
    clusters, held = settled.clusters, settled.held
    groups = clusters.groups()
    place = {root: number for number, root in enumerate(groups)}
    possible = [
        Possible(
            place[pair.one],
            place[pair.other],
            round(pair.points, 2),
            tuple((finding.reason, round(finding.points, 2)) for finding in findings),
        )
        for pair, findings in settled.still_open
    ]
    changed = _changed(groups, held)
    unchanged = frozenset(place[root] for root in groups if root not in changed)
    return Resolution(
        [_entity(settled, rows) for rows in groups.values()], possible, unchanged
    )
