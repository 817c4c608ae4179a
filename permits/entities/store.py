"""Contacts of the database resolved, and the tables of entities brought up to date.

A run resolves the contacts that changed since the last one, beside those that they are
compared with (docs/adr/0022), or all (docs/adr/0020); ids are carried over (docs/adr/
0021). Rows that did not change are not written.
"""

import time
from contextlib import closing
from dataclasses import asdict, dataclass, field
from typing import Any

from permits.derived import WRITTEN, Progress, analyze, quiet, rewriting, rows
from permits.entities.beside import ROWS_WORTH_A_CHILD, beside
from permits.entities.gathering import (
    contacts_now,
    gather,
    gathered,
    keep_ids,
    previous,
)
from permits.entities.last_run import is_few, keep_part, keep_whole, last_run
from permits.entities.neighbours import IN_GATHERED, neighbourhood
from permits.entities.normalize import read_contacts
from permits.entities.register import Register
from permits.entities.resolve import Settled, collector_paused, describe, settle
from permits.entities.stable_ids import Assigned, assign_ids
from permits.entities.staging import (
    TABLES,
    Decision,
    ids_touched,
    keys_of,
    note_due,
    stage,
    summarise,
    write,
    write_keys,
)
from permits.entities.statements import run
from permits.models import Entity, EntityContact, EntityPossible, EntityRun


@dataclass(slots=True)
class Resolved:
    """What a run found, and the rows it wrote: {table: {removed, changed, added}}.

    `new` counts ids given out, `merged` those that redirect since this run. `touched`
    are the entities that changed or are gone, and all that share a permit with one
    that did; None: it may be any.
    """

    contacts: int = 0
    firms: int = 0
    people: int = 0
    possible: int = 0
    new: int = 0
    merged: int = 0
    touched: frozenset[int] | None = None
    whole: bool = True
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.perf_counter)

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.seconds[step] = round(now - self._last, 2)
        self._last = now

    def figures(self) -> dict[str, Any]:
        """What `--json` prints."""
        touched = None if self.touched is None else len(self.touched)
        figures = asdict(self) | {"touched": touched}
        del figures["_last"]
        return figures

    def sentence(self) -> str:
        return (
            f"{self.contacts:,} contacts are {self.people:,} people and"
            f" {self.firms:,} firms: {self.new:,} new, {self.merged:,} merged into"
            f" another, {self.possible:,} pairs may be the same."
        )


def resolve_entities(*, whole: bool = False, progress: Progress = quiet) -> Resolved:
    """Make the entity tables say who the contacts are, in one transaction.

    Only contacts that are new, changed or gone since the last run are given an entity,
    beside those that they are compared with (docs/adr/0022); all of them if asked for
    the `whole`, if no run went before or if too much has changed. Raises
    tables.BusyError if another run is at work.
    """
    result = Resolved()
    with collector_paused():
        with rewriting():
            last = None if whole else last_run()
            if last is None or not _resolve_changed(last, result, progress):
                _resolve_all(result, progress)
        if result.whole:
            analyze(*TABLES, "entity_keys")
            result.lap("analyze")
    result.contacts = EntityContact.objects.count()
    result.firms = Entity.objects.filter(kind=Entity.Kind.FIRM).count()
    result.people = Entity.objects.count() - result.firms
    result.possible = EntityPossible.objects.count()
    return result


def _resolve_all(result: Resolved, progress: Progress) -> None:
    progress("Copying contacts", 0)
    gather()
    result.lap("gather")
    register = Register()
    with closing(gathered(progress)) as contacts:
        facts = read_contacts(contacts, register.order)
    decision = _decide(settle(facts, register), previous(), result)
    progress("Writing entities", len(decision.ids))
    keys = _stage(decision, result)
    result.rows = write(whole=True)
    write_keys(keys, whole=True)
    keep_ids(decision.assigned.next_id)
    keep_whole(contacts=len(facts), register=register)
    result.lap("write")


def _resolve_changed(last: EntityRun, result: Resolved, progress: Progress) -> bool:
    """False, and nothing is written, if so much has changed that all is to be done."""
    progress("Looking for contacts that changed", 0)
    run("find_changed", contacts=contacts_now())
    ((changed,),) = rows("SELECT count(*) FROM changed")
    result.lap("changes")
    if not is_few(last.changed + changed, last):
        return False
    result.whole, result.touched = False, frozenset()
    result.rows = {table: dict.fromkeys(WRITTEN, 0) for table in TABLES}
    if not changed:
        return True
    analyze("changed")
    register = Register.unpack(bytes(last.register))
    facts, known = neighbourhood(register, progress)
    result.lap("neighbours")
    decision = _decide(settle(facts, register, known), previous(IN_GATHERED), result)
    progress("Writing entities", len(decision.ids))
    keys = _stage(decision, result)
    run("add_gone")
    with note_due():
        result.rows = write(whole=False)
    result.touched = ids_touched()
    write_keys(keys, whole=False)
    keep_ids(decision.assigned.next_id)
    keep_part(last, changed=changed, register=register)
    result.lap("write")
    return True


def _decide(settled: Settled, before: Assigned, result: Resolved) -> Decision:
    resolution = describe(settled)
    result.lap("resolve")
    clusters = [each.contacts for each in resolution.entities]
    ids, assigned = assign_ids(clusters, before)
    result.new = assigned.next_id - before.next_id
    result.merged = len(assigned.redirects) - len(before.redirects)
    return Decision(settled, resolution, ids, assigned, before.entity_of)


def _stage(decision: Decision, result: Resolved) -> list[tuple[int, str]]:
    """Stage what is to be written; the keys are made meanwhile."""
    worth = len(decision.ids) >= ROWS_WORTH_A_CHILD
    with beside(lambda: keys_of(decision), worth=worth) as keys:
        stage(decision)
        result.lap("stage")
        summarise()
        result.lap("summarise")
        made: list[tuple[int, str]] = keys()
        return made
