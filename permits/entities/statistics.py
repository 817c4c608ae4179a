"""What each person or firm has done as a whole, and what is usual in its role.

Counted set-wise from contacts, permits, inspections and relationships, so that a page
reads one row, however many permits its entity has (docs/entities.md).
"""

import time
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any, Final

from psycopg import sql

from permits import derived
from permits.derived import Progress, quiet
from permits.entities.statements import run

# Fewer permits than this, inspected or not, are no habit.
REGULAR: Final = 10
COSTLY: Final = 100_000
FAST_DAYS: Final = 7
INSPECTOR_SHARE: Final = 0.5
MOST_NUMBERS: Final = 10
MOST_WRITINGS: Final = 12

_COLUMNS = (
    *("role", "partners", "building_permits", "electrical_permits"),
    *("plumbing_permits", "other_permits", "years", "types", "neighborhoods"),
    *("issued", "inspected_permits", "top_inspector", "top_inspector_permits"),
    *("costly_permits", "fast_permits", "fast_numbers", "writings", "writing_count"),
)
_ROLE_COLUMNS = (
    *("entities", "regulars", "median_permits", "issued", "inspected_entities"),
    *("one_inspector_entities", "costly_permits", "fast_permits"),
)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The entities that were counted, and the rows that were written to say so."""

    entities: int
    removed: int
    changed: int
    added: int
    seconds: float

    def figures(self) -> dict[str, Any]:
        """What `--json` prints."""
        return asdict(self)

    def sentence(self) -> str:
        return (
            f"{self.entities:,} people and firms counted: {self.added:,} new,"
            f" {self.changed:,} changed, {self.removed:,} gone."
        )


def refresh_entity_statistics(
    *, entity_ids: Collection[int] | None = None, progress: Progress = quiet
) -> Refreshed:
    """Count anew what entities did, and make `entity_statistics` say so.

    Of all entities, or of `entity_ids` (ids that are gone may be among them). Figures
    of a role are of everybody in it: only a run over all entities brings them up to
    date. Comes after `build_graph`, which counts partners.

    Raises derived.BusyError if another run is at work.
    """
    start = time.perf_counter()
    with derived.rewriting():
        entities = _count(_scope(entity_ids, "placed"), progress)
        if entity_ids is None:
            progress("Counting roles", entities)
            _count_roles()
        progress("Writing statistics", entities)
        written = _write(entity_ids)
    derived.analyze("entity_statistics")
    seconds = round(time.perf_counter() - start, 2)
    return Refreshed(entities=entities, seconds=seconds, **written)


def _scope(entity_ids: Collection[int] | None, rows: str) -> sql.Composable:
    """The condition that `rows`, a name in a statement, are of those entities."""
    if entity_ids is None:
        return derived.EVERYTHING
    return sql.SQL("{} = ANY({}::bigint[])").format(
        sql.Identifier(rows, "entity_id"), sql.Literal(sorted(entity_ids))
    )


def _count(scope: sql.Composable, progress: Progress) -> int:
    progress("Reading who is named on which permit", 0)
    named = run("statistics_named", scope=scope)
    derived.analyze("named")
    progress("Describing permits", named)
    run("statistics_described", costly=sql.Literal(COSTLY))
    run("statistics_inspected")
    run("statistics_written", scope=scope, most_writings=sql.Literal(MOST_WRITINGS))
    derived.analyze("described", "inspected", "written")
    progress("Counting by entity", named)
    return run(
        "statistics_entities",
        scope=scope,
        fast_days=sql.Literal(FAST_DAYS),
        most_numbers=sql.Literal(MOST_NUMBERS),
    )


def _count_roles() -> None:
    run(
        "statistics_roles",
        regular=sql.Literal(REGULAR),
        inspected=sql.Literal(REGULAR),
        inspector_share=sql.Literal(INSPECTOR_SHARE),
        fast_days=sql.Literal(FAST_DAYS),
    )
    derived.replace(
        "role_statistics",
        new="next_role_statistics",
        key=("role",),
        columns=_ROLE_COLUMNS,
    )


def _write(entity_ids: Collection[int] | None) -> dict[str, int]:
    return derived.replace(
        "entity_statistics",
        new="next_entity_statistics",
        key=("entity_id",),
        columns=_COLUMNS,
        scope=_scope(entity_ids, "held"),
    )
