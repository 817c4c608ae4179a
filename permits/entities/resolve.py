"""Contacts in, people and firms out, each with its reasons. Pure: no database.

Rows that share a whole key (name and licence, say) are joined at once; the groups
that result are compared where they share any key, and merged by evidence.
"""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from permits.entities import firm_keys, person_keys
from permits.entities.blocking import Keys, candidate_pairs, join_equal
from permits.entities.clusters import Clusters, Link
from permits.entities.contacts import Contact
from permits.entities.entities import Entity, Kind, Method, Possible, Resolution
from permits.entities.evidence import Findings
from permits.entities.firm_evidence import compare_firms
from permits.entities.kinds import stands_for_firm
from permits.entities.merging import Compare, Limits, Merger, OpenPair
from permits.entities.normalize import read_contacts
from permits.entities.person_evidence import ComparePeople
from permits.entities.rarity import Rarity


class Track(NamedTuple):
    """How one kind of entity is resolved: keys that prove, keys to compare, limits."""

    kind: Kind
    proofs: tuple[tuple[Keys, Link], ...]
    blocks: tuple[Keys, ...]
    limits: Limits


def _proof(keys: Keys, confidence: float, reason: str) -> tuple[Keys, Link]:
    return keys, Link(confidence, (reason,))


FIRMS = Track(
    kind="firm",
    proofs=(
        _proof(firm_keys.name_and_license, 0.99, "same firm name and licence"),
        _proof(firm_keys.name_and_business, 0.99, "same firm name and business number"),
        _proof(
            firm_keys.license_and_business, 0.99, "same licence and business number"
        ),
        _proof(firm_keys.name_without_numbers, 0.97, "same firm name and address"),
    ),
    blocks=(
        firm_keys.license_number,
        firm_keys.business_number,
        firm_keys.names,
        firm_keys.opening,
        firm_keys.place_or_person,
    ),
    limits=Limits(accept=5.0, margin=1.5),
)
PEOPLE = Track(
    kind="person",
    proofs=(
        _proof(person_keys.name_and_license, 0.99, "same name and licence"),
        _proof(person_keys.name_and_business, 0.99, "same name and business number"),
        _proof(person_keys.name_without_numbers, 0.96, "same name, firm or address"),
        _proof(person_keys.name_on_permit, 0.96, "same name on the same permit"),
    ),
    blocks=(
        person_keys.names,
        person_keys.half_a_name_there,
        person_keys.license_number,
        person_keys.business_number,
    ),
    limits=Limits(accept=1.5, margin=1.5),
)


class _Open(NamedTuple):
    pair: OpenPair
    findings: Findings


# Open pairs this far below acceptance are still shown, and so many of one entity.
SHOWN_BELOW = 2.5
SHOWN_OF_ONE = 5


def _compare(track: Track, clusters: Clusters, roots: Sequence[int]) -> Compare:
    if track.kind == "firm":
        return compare_firms
    names = (clusters.rows[root].name for root in roots)
    return ComparePeople(Rarity(name for name in names if name))


def _settle(track: Track, clusters: Clusters, rows: Sequence[int]) -> list[_Open]:
    for keys, link in track.proofs:
        join_equal(clusters, rows, keys, link)
    clusters.gather(rows)
    compare = _compare(track, clusters, sorted(clusters.members))
    merger = Merger(clusters, compare, track.limits)
    still_open = merger.settle_all(candidate_pairs(clusters, rows, track.blocks))
    least = track.limits.accept - SHOWN_BELOW
    shown: Counter[int] = Counter()
    result = []
    for pair in still_open:
        if pair.points < least:
            break
        if max(shown[pair.one], shown[pair.other]) < SHOWN_OF_ONE:
            shown.update((pair.one, pair.other))
            result.append(_Open(pair, merger.findings(pair.one, pair.other)))
    return result


def _entity(kind: Kind, clusters: Clusters, rows: Sequence[int]) -> Entity:
    links = [link for row in rows if (link := clusters.links[row])]
    reasons = Counter(reason for link in links for reason in link.reasons)
    method: Method = "single"
    if links:
        method = "evidence" if any(link.weighed for link in links) else "exact"
    return Entity(
        kind=kind,
        contacts=tuple(clusters.rows[row].id for row in rows),
        method=method,
        confidence=round(min((link.confidence for link in links), default=1.0), 4),
        reasons=tuple(sorted(reasons.items(), key=lambda each: (-each[1], each[0]))),
    )


@contextmanager
def _collector_paused() -> Iterator[None]:
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

    Contact ids must be unique. About 70 µs and 1.5 kB a contact.
    """
    with _collector_paused():
        clusters = Clusters(read_contacts(contacts))
        is_firm = stands_for_firm(clusters.rows)
        still_open: list[_Open] = []
        for track in (FIRMS, PEOPLE):
            wanted = track is FIRMS
            rows = [row for row, firm in enumerate(is_firm) if firm is wanted]
            still_open += _settle(track, clusters, rows)
        return _resolution(clusters, is_firm, still_open)


def _resolution(
    clusters: Clusters, is_firm: Sequence[bool], still_open: Iterable[_Open]
) -> Resolution:
    groups = clusters.groups()
    place = {root: number for number, root in enumerate(groups)}
    entities = [
        _entity("firm" if is_firm[root] else "person", clusters, rows)
        for root, rows in groups.items()
    ]
    possible = [
        Possible(
            place[pair.one],
            place[pair.other],
            round(pair.points, 2),
            tuple((finding.reason, round(finding.points, 2)) for finding in findings),
        )
        for pair, findings in still_open
    ]
    return Resolution(entities, possible)
