"""What a run decided, staged beside the tables of entities and then made theirs."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from psycopg import sql

from permits.derived import EVERYTHING, analyze, copy_in, replace, rows
from permits.entities.entities import Entity, Resolution
from permits.entities.license import parse_business_number, parse_license
from permits.entities.person_name import STAND_INS
from permits.entities.resolve import Settled
from permits.entities.stable_ids import Assigned
from permits.entities.statements import run, statement

_NUMBER_READERS = {"license": parse_license, "business": parse_business_number}
TABLES = {
    "entities": (
        ("id",),
        (
            *("name", "kind", "method", "confidence", "reasons", "roles", "licenses"),
            *("business_numbers", "spellings", "contact_count", "permit_count"),
            *("first_date", "last_date"),
        ),
    ),
    "entity_contacts": (
        ("contact_key",),
        ("entity_id", "permit_number", "fingerprint"),
    ),
    "entity_redirects": (("id",), ("entity_id",)),
    "entity_possible": (("entity_a_id", "entity_b_id"), ("points", "findings")),
}
_NEW = {
    "entities": "next_entities",
    "entity_contacts": "next_placed",
    "entity_redirects": "next_redirects",
    "entity_possible": "next_possible",
}
# The rows of which a partial run knows the whole truth.
_TOUCHED = "(SELECT id FROM touched)"
_SCOPES = {
    "entities": sql.SQL(f"held.id IN {_TOUCHED}"),
    "entity_contacts": sql.SQL(f"held.entity_id IN {_TOUCHED}"),
    "entity_redirects": EVERYTHING,
    "entity_possible": sql.SQL(
        f"(held.entity_a_id IN {_TOUCHED} OR held.entity_b_id IN {_TOUCHED})"
    ),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """A resolution with its ids; of these only the `changed` places are stored."""

    settled: Settled
    resolution: Resolution
    ids: Sequence[int]
    assigned: Assigned
    before: Mapping[str, int]

    def changed(self) -> Iterator[tuple[int, Entity]]:
        """The entities that are new or not what they were, with their ids."""
        for place, entity in enumerate(self.resolution.entities):
            if place not in self.resolution.unchanged:
                yield self.ids[place], entity

    def ids_before_and_after(self) -> set[int]:
        """Ids of the entities that changed, also of those that are no more."""
        changed: set[int] = set()
        for id_, entity in self.changed():
            changed.add(id_)
            changed.update(
                self.before[each] for each in entity.contacts if each in self.before
            )
        return changed


def stage(decision: Decision) -> None:
    """Fill the temporary tables that write() compares with those held.

    Expects `gathered`, with all contacts of the entities that changed.
    """
    run("stage")
    copy_in("touched", ((id_,) for id_ in decision.ids_before_and_after()))
    copy_in("decided", _decided(decision.changed()))
    copy_in(
        "next_contacts",
        (
            (contact, id_)
            for id_, entity in decision.changed()
            for contact in entity.contacts
        ),
    )
    copy_in("next_redirects", decision.assigned.redirects.items())
    copy_in("next_possible", _possible(decision))
    written = rows(statement("written_numbers"))
    copy_in(
        "numbers",
        ((sort, text, _NUMBER_READERS[sort](text) or None) for sort, text in written),
    )
    analyze("gathered", "decided", "next_contacts", "numbers", "touched")
    run("place")


def summarise() -> None:
    run("summarise", stand_ins=sql.Literal(["", *sorted(STAND_INS)]))


def write(*, whole: bool) -> dict[str, dict[str, int]]:
    """Make the tables say what is staged: {table: {removed, changed, added}}.

    Not whole: only the entities in `touched` are replaced.
    """
    return {
        table: replace(
            table,
            new=_NEW[table],
            key=key,
            columns=columns,
            scope=EVERYTHING if whole else _SCOPES[table],
        )
        for table, (key, columns) in TABLES.items()
    }


def keys_of(decision: Decision) -> list[tuple[int, str]]:
    """Each entity that changed, and the keys by which the next run finds it."""
    groups = decision.settled.clusters.groups().values()
    return [
        (decision.ids[place], f"{{{','.join(map(str, decision.settled.keys(group)))}}}")
        for place, group in enumerate(groups)
        if place not in decision.resolution.unchanged
    ]


def write_keys(keys: Iterable[tuple[int, str]], *, whole: bool) -> None:
    run("clear_keys" if whole else "drop_keys")
    copy_in("entity_keys", keys)


@contextmanager
def note_due() -> Iterator[None]:
    """Note the permits whose pairs change by what is written meanwhile, for the graph.

    Who is named on them is noted before and after, so that no pair is missed.
    """
    run("find_due")
    analyze("due")
    run("note_due")
    yield
    run("note_due")


def ids_touched() -> frozenset[int]:
    """Entities that changed or are gone, and those with whom they share a permit."""
    return frozenset(id_ for (id_,) in rows(statement("read_touched")))


def _decided(entities: Iterable[tuple[int, Entity]]) -> Iterator[Sequence[object]]:
    for id_, entity in entities:
        reasons = [
            {"reason": reason, "links": links} for reason, links in entity.reasons
        ]
        yield (
            id_,
            entity.kind,
            entity.method,
            entity.confidence,
            json.dumps(reasons),
        )


def _possible(decision: Decision) -> Iterator[Sequence[object]]:
    ids, unchanged = decision.ids, decision.resolution.unchanged
    for pair in decision.resolution.possible:
        if pair.one in unchanged and pair.other in unchanged:
            continue
        findings = [
            {"reason": reason, "points": points} for reason, points in pair.findings
        ]
        low, high = sorted((ids[pair.one], ids[pair.other]))
        yield low, high, pair.points, json.dumps(findings)
