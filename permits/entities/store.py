"""Contacts of the database resolved, and the tables of entities brought up to date.

Every run resolves every contact (docs/adr/0020); ids are carried over from the run
before (docs/adr/0021). Rows that did not change are not written.
"""

import json
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from typing import Any

from psycopg import sql

from permits.entities.contacts import Contact
from permits.entities.entities import Entity, Possible, Resolution
from permits.entities.license import parse_business_number, parse_license
from permits.entities.person_name import STAND_INS
from permits.entities.resolve import resolve
from permits.entities.stable_ids import Assigned, assign_ids
from permits.entities.tables import (
    Progress,
    analyze,
    copy_in,
    copy_out,
    quiet,
    replace,
    rewriting,
    rows,
    run,
    statement,
)

_NUMBER_READERS = {"license": parse_license, "business": parse_business_number}
_SHOW_EVERY = 20_000
_SEQUENCE = "pg_get_serial_sequence('entities', 'id')"
_TABLES = {
    "entities": (
        ("id",),
        (
            *("name", "kind", "method", "confidence", "reasons", "roles", "licenses"),
            *("business_numbers", "spellings", "contact_count", "permit_count"),
            *("first_date", "last_date"),
        ),
    ),
    "entity_contacts": (("contact_key",), ("entity_id",)),
    "entity_redirects": (("id",), ("entity_id",)),
    "entity_possible": (("entity_a_id", "entity_b_id"), ("points", "findings")),
}
_NEW = {
    "entities": "next_entities",
    "entity_contacts": "next_contacts",
    "entity_redirects": "next_redirects",
    "entity_possible": "next_possible",
}


@dataclass(slots=True)
class Resolved:
    """What a run found, and the rows it wrote: {table: {removed, changed, added}}.

    `new` counts ids given out, `merged` those that redirect since this run.
    """

    contacts: int = 0
    firms: int = 0
    people: int = 0
    possible: int = 0
    new: int = 0
    merged: int = 0
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def figures(self) -> dict[str, Any]:
        """What `--json` prints."""
        return asdict(self)

    def sentence(self) -> str:
        return (
            f"{self.contacts:,} contacts are {self.people:,} people and"
            f" {self.firms:,} firms: {self.new:,} new, {self.merged:,} merged into"
            f" another, {self.possible:,} pairs may be the same."
        )


def resolve_entities(*, progress: Progress = quiet) -> Resolved:
    """Resolve all contacts and make the entity tables say so, in one transaction.

    Raises tables.BusyError if another run is at work.
    """
    result = Resolved()
    last = time.perf_counter()

    def lap(step: str) -> None:
        nonlocal last
        now = time.perf_counter()
        result.seconds[step] = round(now - last, 2)
        last = now

    with rewriting():
        progress("Copying contacts", 0)
        run("gather")
        lap("gather")
        previous = _previous()
        with closing(_contacts(progress)) as contacts:
            resolution = resolve(contacts)
        lap("resolve")
        ids, assigned = assign_ids(
            [each.contacts for each in resolution.entities], previous
        )
        progress("Writing entities", len(ids))
        _stage(resolution, ids, assigned)
        lap("stage")
        run("summarise", stand_ins=sql.Literal(["", *sorted(STAND_INS)]))
        lap("summarise")
        for table in _TABLES:
            result.rows[table] = _replace(table)
        _keep(assigned.next_id)
    lap("write")
    analyze(*_TABLES)
    lap("analyze")
    _count(result, resolution, previous, assigned)
    return result


def _count(
    result: Resolved, resolution: Resolution, previous: Assigned, assigned: Assigned
) -> None:
    result.contacts = len(assigned.entity_of)
    result.firms = sum(each.kind == "firm" for each in resolution.entities)
    result.people = len(resolution.entities) - result.firms
    result.possible = len(resolution.possible)
    result.new = assigned.next_id - previous.next_id
    result.merged = len(assigned.redirects) - len(previous.redirects)


def _contacts(progress: Progress) -> Generator[Contact, None, None]:
    count = 0
    query = statement("read_gathered").as_string()
    for count, row in enumerate(copy_out(query, ["text"] * 10 + ["int4"]), start=1):
        if count % _SHOW_EVERY == 0:
            progress("Reading contacts", count)
        yield Contact._make(row)
    progress("Comparing contacts", count)


def _previous() -> Assigned:
    """What the last run decided. Ids that were given out are never given again."""
    held = "COPY (SELECT contact_key, entity_id FROM entity_contacts) TO STDOUT"
    ((last, highest),) = rows(
        f"SELECT pg_sequence_last_value({_SEQUENCE}::regclass),"  # noqa: S608 - fixed
        " (SELECT max(id) FROM entities)"
    )
    return Assigned(
        entity_of=dict(copy_out(held, ["text", "int8"])),
        redirects=dict(rows("SELECT id, entity_id FROM entity_redirects")),
        next_id=max(last or 0, highest or 0) + 1,
    )


def _keep(next_id: int) -> None:
    """Remember the ids given out, even if the run is undone: a gap does no harm."""
    if next_id > 1:
        rows(f"SELECT setval({_SEQUENCE}, {next_id - 1})")


def _stage(resolution: Resolution, ids: Sequence[int], assigned: Assigned) -> None:
    run("stage")
    copy_in("decided", _decided(zip(ids, resolution.entities, strict=True)))
    copy_in("next_contacts", assigned.entity_of.items())
    copy_in("next_redirects", assigned.redirects.items())
    copy_in("next_possible", _possible(resolution.possible, ids))
    written = rows(statement("written_numbers"))
    copy_in(
        "numbers",
        ((sort, text, _NUMBER_READERS[sort](text) or None) for sort, text in written),
    )
    analyze("gathered", "decided", "next_contacts", "numbers")


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


def _possible(
    pairs: Iterable[Possible], ids: Sequence[int]
) -> Iterator[Sequence[object]]:
    for pair in pairs:
        findings = [
            {"reason": reason, "points": points} for reason, points in pair.findings
        ]
        low, high = sorted((ids[pair.one], ids[pair.other]))
        yield low, high, pair.points, json.dumps(findings)


def _replace(table: str) -> dict[str, int]:
    key, columns = _TABLES[table]
    return replace(table, new=_NEW[table], key=key, columns=columns)
