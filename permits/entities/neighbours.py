"""Which entities the contacts that changed are to be compared with."""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from heapq import merge, nlargest
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from psycopg import sql

from permits.derived import Progress, analyze, copy_in, copy_out, rows
from permits.entities.blocking import LARGEST, NEIGHBOURS, WHOLE_BLOCK
from permits.entities.gathering import entity_of, gather, gather_more, gathered
from permits.entities.kinds import count_votes, stands_for_firm
from permits.entities.known import Held, Known
from permits.entities.normalize import Facts, read_contacts
from permits.entities.register import Register
from permits.entities.statements import run, statement
from permits.entities.tracks import FIRMS, PEOPLE, block_keys

IN_GATHERED = sql.SQL("held.contact_key IN (SELECT contact_key FROM gathered)")
_PICKED = sql.SQL("contacts.contact_key IN (SELECT contact_key FROM picked)")
_NOT_PICKED = sql.SQL("contact_key NOT IN (SELECT contact_key FROM picked)")
_NEAR = sql.SQL(
    "contacts.contact_key IN (SELECT contact_key FROM entity_contacts"
    " WHERE entity_id IN (SELECT id FROM near))"
)
_HELD = sql.SQL("held.entity_id IN (SELECT id FROM near)")


class Neighbour(NamedTuple):
    """An entity that has a key: how many contacts it has, and from what day on."""

    key: int
    id: int
    contacts: int
    day: int


def neighbourhood(register: Register, progress: Progress) -> tuple[list[Facts], Known]:
    """The contacts that get an entity anew and all that those may be compared with.

    Expects the temporary table `changed`; leaves all of them in `gathered`. Those that
    get an entity anew are what changed, and all others of the entities it was in.
    """
    run("pick_loose")
    analyze("picked")
    gather(_PICKED)
    counted = entity_of(IN_GATHERED)
    with closing(gathered(progress)) as contacts:
        loose = read_contacts(contacts, register.order, counted)
    _find_near(loose, [row for row in loose if row.id not in counted], register)
    gather_more(_NEAR)
    held = entity_of(_HELD)
    with closing(gathered(progress, _NOT_PICKED)) as contacts:
        near = read_contacts(contacts, register.order, held)
    known = Known(
        entity_of=held,
        entities=dict(_held_entities()),
        open=rows(statement("read_open")),
        counted=counted.keys() | held.keys(),
    )
    return list(merge(loose, near, key=itemgetter(0))), known


def _held_entities() -> Iterator[tuple[int, Held]]:
    for id_, kind, method, confidence, stored in rows(statement("read_near")):
        reasons = ((each["reason"], each["links"]) for each in json.loads(stored))
        yield id_, Held(kind, method, confidence, tuple(reasons))


def _find_near(
    loose: Sequence[Facts], new: Iterable[Facts], register: Register
) -> None:
    """Fill the temporary table `near` with ids of entities."""
    votes = register.votes.copy()
    votes.update(count_votes(new))
    days = _days_by_key(loose, stands_for_firm(loose, votes))
    run("want")
    copy_in("wanted", ((key,) for key in days))
    analyze("wanted")
    found = (
        Neighbour._make(row)
        for row in copy_out(statement("find_near").as_string(), ["int8"] * 3 + ["int4"])
    )
    ids = set(_nearest(found, days))
    copy_in("near", ((id_,) for id_ in ids))
    run("find_near_partners")
    analyze("near")


def _days_by_key(
    facts: Sequence[Facts], is_firm: Sequence[bool]
) -> dict[int, list[int]]:
    days: defaultdict[int, list[int]] = defaultdict(list)
    for row, firm in zip(facts, is_firm, strict=True):
        for key in block_keys(FIRMS if firm else PEOPLE, [row]):
            days[key].append(row.day)
    return days


def _nearest(
    found: Iterator[Neighbour], days: Mapping[int, Sequence[int]]
) -> Iterator[int]:
    """Of a small block all; of a large one those that a whole run would compare."""
    for key, members in groupby(found, key=itemgetter(0)):
        block = list(members)
        if len(block) <= WHOLE_BLOCK:
            yield from (each.id for each in block)
            continue
        largest = nlargest(LARGEST, block, key=lambda each: (each.contacts, -each.id))
        yield from (each.id for each in largest)
        block.sort(key=lambda each: (each.day, each.id))
        by_day = [each.day for each in block]
        for day in set(days[key]):
            place = bisect_left(by_day, day)
            around = block[max(place - NEIGHBOURS, 0) : place + NEIGHBOURS]
            yield from (each.id for each in around)
