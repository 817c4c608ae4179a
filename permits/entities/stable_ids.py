"""Entity ids that outlive a re-run: an id stays with the contacts it was given to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Assigned(NamedTuple):
    """Ids of one run, to be kept for the next.

    `entity_of` is the entity id of every contact; `redirects` lead from each retired
    id straight to a living one; `next_id` has never been given out.
    """

    entity_of: Mapping[str, int]
    redirects: Mapping[int, int]
    next_id: int


NOTHING_YET = Assigned({}, {}, 1)


def _claims(
    clusters: Sequence[Sequence[str]], previous: Mapping[str, int]
) -> list[tuple[int, int, int]]:
    """(contacts in common, old id, cluster), the strongest claim first."""
    claims = []
    for place, contacts in enumerate(clusters):
        held = Counter(previous[each] for each in contacts if each in previous)
        claims += [(count, old, place) for old, count in held.items()]
    first = [min(contacts) for contacts in clusters]
    return sorted(claims, key=lambda claim: (-claim[0], claim[1], first[claim[2]]))


def assign_ids(
    clusters: Sequence[Sequence[str]], previous: Assigned = NOTHING_YET
) -> tuple[list[int], Assigned]:
    """An id for each cluster of contact ids, and what to hand to the next run.

    An old id goes to the cluster that keeps most of its contacts, the lower id and
    then the earlier contact where claims are equal. A cluster keeps one id; others
    that it took in redirect to it. New ids follow the order of first contacts. Ids of
    contacts that are gone altogether are neither reused nor redirected.
    """
    given: dict[int, int] = {}
    taken: set[int] = set()
    heirs: dict[int, int] = {}
    for _, old, place in _claims(clusters, previous.entity_of):
        heirs.setdefault(old, place)
        if place not in given and old not in taken:
            given[place] = old
            taken.add(old)
    next_id = previous.next_id
    without = [place for place in range(len(clusters)) if place not in given]
    for place in sorted(without, key=lambda place: min(clusters[place])):
        given[place] = next_id
        next_id += 1
    retired = {old: given[heir] for old, heir in heirs.items() if old not in taken}
    led_on = {old: retired.get(new, new) for old, new in previous.redirects.items()}
    ids = [given[place] for place in range(len(clusters))]
    entity_of = {
        contact: id_
        for id_, contacts in zip(ids, clusters, strict=True)
        for contact in contacts
    }
    return ids, Assigned(entity_of, led_on | retired, next_id)
