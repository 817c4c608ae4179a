"""Typed rows -> tables: COPY into `staged`, then set-based steps in one transaction.

Each step is a commented file under sql/; its column lists come from the Dataset. The
caller holds the transaction and the data set's lock (run.py).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from psycopg import sql

from permits.ingest import indexes
from permits.ingest.datasets import Dataset, Kind, Parent
from permits.ingest.statements import is_empty, names, run, scalar

# Memory for one load at a time; and a killed loader's statement ends within a second.
SETTINGS = """
SET LOCAL work_mem = '256MB';
SET LOCAL maintenance_work_mem = '512MB';
SET LOCAL client_connection_check_interval = '1s'
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Source records by what they did; the rest of the staged ones changed nothing."""

    inserted: int
    changed: int


@dataclass(frozen=True, slots=True)
class Target:
    """One table to bring up to date from `staged`, which has one row for each `key`.

    `facts` are compared, and logged where they differ; `stamps` are only kept current.
    """

    table: str
    key: str
    facts: tuple[str, ...]
    stamps: tuple[str, ...]
    outcome: str

    def parts(self) -> dict[str, sql.Composable]:
        """What the files under sql/ name, for this table."""
        return {
            "table": sql.Identifier(self.table),
            "key": sql.Identifier(self.key),
            "outcome": sql.Identifier(self.outcome),
            "columns": names((self.key, *self.facts, *self.stamps)),
            "staged_columns": names((self.key, *self.facts, *self.stamps), "staged"),
            "facts": names(self.facts),
            "staged_facts": names(self.facts, "staged"),
            "held_facts": names(self.facts, "held"),
            "stamps": names(self.stamps),
            "staged_stamps": names(self.stamps, "staged"),
            "held_stamps": names(self.stamps, "held"),
            "pairs": sql.SQL(", ").join(map(_pair, self.facts)),
        }


def stage(
    dataset: Dataset, columns: Sequence[tuple[str, Kind]], lines: Iterable[bytes]
) -> None:
    """Make the temporary tables and fill `staged` with `lines` of COPY text.

    What is the same for the whole data set is filled in by the database.
    """
    own = [
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind.sql_type))
        for name, kind in columns
    ]
    same = [
        sql.SQL("{} text DEFAULT {}").format(sql.Identifier(name), sql.Literal(value))
        for name, value in dataset.constants.items()
    ]
    definitions = sql.SQL(", ").join((*own, *same))
    statement = sql.SQL("COPY staged ({}) FROM STDIN (NULL '')").format(
        names([name for name, _ in columns])
    )
    with connection.cursor() as cursor:
        cursor.execute(SETTINGS)
        cursor.execute(
            sql.SQL(
                "CREATE TEMPORARY TABLE staged ({}, kept boolean) ON COMMIT DROP"
            ).format(definitions)
        )
        cursor.execute(
            "CREATE TEMPORARY TABLE touched_permits (permit_number text) ON COMMIT DROP"
        )
        # The city's moments come without a zone: they are on its own clock. Only for
        # the COPY, since Django takes every answer to be in UTC.
        cursor.execute("SET LOCAL TimeZone = 'America/Los_Angeles'")
        with cursor.copy(statement) as copy:
            for block in lines:
                copy.write(block)
        cursor.execute("SET LOCAL TimeZone = 'UTC'")


def merge(dataset: Dataset, *, staged_columns: Sequence[str], load_id: int) -> Outcome:
    """Bring the data set's tables up to date from `staged`.

    Where the data set has a parent, leaves the temporary table
    `touched_permits(permit_number)` behind: every permit that is new or differs, itself
    or in one of its locations, or that clear() removed.
    """
    target = _record_target(dataset, staged_columns)
    if dataset.row_key and dataset.row_key.numbered:
        run("number_twins", **target.parts())
    latest = sql.SQL("").join(
        sql.SQL("{} DESC NULLS LAST, ").format(sql.Identifier(name))
        for name in dataset.stamps
    )
    run("drop_copies", **target.parts(), stamps_latest_first=latest)
    if dataset.stamps and not is_empty(target.table):
        stamp = sql.Identifier(dataset.stamps[0])
        run("drop_older", **target.parts(), stamp=stamp)
    group = dataset.parent.key if dataset.parent else None
    new = _upsert(target, changes=dataset.changes, group=group, load_id=load_id)
    changed = scalar("count_changed", **target.parts())
    if dataset.parent:
        changed += _merge_parent(dataset, dataset.parent, staged_columns, load_id)
    return Outcome(inserted=new, changed=changed)


def clear(dataset: Dataset) -> None:
    """Remove every row of the data set, and of no other in the same table.

    merge() then counts its parents as touched.
    """
    if dataset.parent:
        parent = dataset.parent
        run(
            "note_removed",
            parent=sql.Identifier(parent.table),
            parent_key=sql.Identifier(parent.key),
        )
    own: list[sql.Composable] = [
        sql.SQL("{} = {}").format(sql.Identifier(name), sql.Literal(value))
        for name, value in dataset.constants.items()
    ]
    condition = sql.SQL(" AND ").join(own or [sql.SQL("true")])
    with connection.cursor() as cursor:
        for table in (*tables_of(dataset), dataset.changes):
            if table:
                name = sql.Identifier(table)
                cursor.execute(
                    sql.SQL("DELETE FROM {} WHERE {}").format(name, condition)
                )


def tables_of(dataset: Dataset) -> tuple[str, ...]:
    """The tables that a load of the data set writes."""
    return (dataset.table, *([dataset.parent.table] if dataset.parent else []))


def latest_stamp(dataset: Dataset) -> dt.datetime | None:
    """How recent the newest staged row is, by the city's own stamp."""
    if not dataset.stamps:
        return None
    stamp = sql.Identifier(dataset.stamps[0])
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT max({}) FROM staged").format(stamp))
        (latest,) = cursor.fetchone()
    assert latest is None or isinstance(latest, dt.datetime)
    return latest


def _record_target(dataset: Dataset, staged_columns: Sequence[str]) -> Target:
    """The table of source records: all staged columns but the parent's own."""
    apart = {dataset.key, *dataset.stamps}
    if dataset.parent:
        apart |= dataset.parent.columns
    staged = (*staged_columns, *dataset.constants)
    facts = tuple(name for name in staged if name not in apart)
    return Target(dataset.table, dataset.key, facts, dataset.stamps, "outcome_records")


def _parent_target(
    dataset: Dataset, parent: Parent, staged_columns: Sequence[str]
) -> Target:
    own = tuple(name for name in staged_columns if name in parent.columns)
    facts = (*own, *parent.shared, "unparsed")
    stamps = (*dataset.stamps, dataset.key)
    return Target(parent.table, parent.key, facts, stamps, "outcome_parents")


def _upsert(
    target: Target, *, changes: str | None, group: str | None, load_id: int
) -> int:
    """Insert what is new and update what differs; returns the number of new rows."""
    parts = target.parts() | {"load": sql.Literal(load_id)}
    key = sql.Identifier("staged", target.key)
    parts["group_key"] = sql.Identifier("staged", group) if group else sql.SQL("NULL")
    if is_empty(target.table):
        run("make_outcome", **parts)
        with indexes.deferred(target.table):
            return run("insert_all", **parts)
    run("find_outcome", **parts)
    if changes:
        record = sql.SQL("NULL") if target.key == group else key
        run("log_changes", **parts, changes=sql.Identifier(changes), record=record)
    run("update_changed", **parts)
    if target.stamps:
        run("renew_stamps", **parts)
    return run("insert_new", **parts)


def _merge_parent(
    dataset: Dataset, parent: Parent, staged_columns: Sequence[str], load_id: int
) -> int:
    """Bring the parent's table up to date; returns records that changed it alone."""
    target = _parent_target(dataset, parent, staged_columns)
    parts = _parent_parts(dataset, parent, target)
    whole = is_empty(parent.table)
    run("find_repeated", **parts, only_staged=_only_staged(parent, whole=whole))
    run("keep_best", **parts)
    if not whole:
        run("keep_newer", **parts)
    run("copy_primary_address", **parts)
    _upsert(target, changes=dataset.changes, group=parent.key, load_id=load_id)
    run("find_touched_whole" if whole else "find_touched", **parts)
    return scalar("count_parent_changes", **parts)


def _parent_parts(
    dataset: Dataset, parent: Parent, target: Target
) -> dict[str, sql.Composable]:
    """What the files under sql/ name, for the step from records to their parent."""
    latest = sql.SQL(", ").join(
        sql.SQL("{} DESC NULLS LAST").format(sql.Identifier(name))
        for name in parent.latest
    )
    shared = parent.shared
    own = (*(set(target.facts) - set(shared)), *target.stamps)
    return {
        "parent": sql.Identifier(parent.table),
        "parent_key": sql.Identifier(parent.key),
        "table": sql.Identifier(dataset.table),
        "key": sql.Identifier(dataset.key),
        "flag": sql.Identifier(parent.primary_flag),
        "latest": latest,
        "held_latest": sql.SQL(", ").join(_oldest_if_null("held", parent.latest)),
        "staged_latest": sql.SQL(", ").join(_oldest_if_null("staged", parent.latest)),
        "columns": names(own),
        "held_columns": names(own, "held"),
        "shared": names(shared),
        "staged_shared": names(shared, "staged"),
        "primary_shared": names(shared, "primary"),
    }


def _oldest_if_null(alias: str, columns: Sequence[str]) -> list[sql.Composed]:
    return [
        sql.SQL("coalesce({}, '-infinity')").format(sql.Identifier(alias, name))
        for name in columns
    ]


def _only_staged(parent: Parent, *, whole: bool) -> sql.Composable:
    """Which records to look at: those of this load's parents, or all if all are new."""
    if whole:
        return sql.SQL("true")
    return sql.SQL("{key} IN (SELECT {key} FROM staged)").format(
        key=sql.Identifier(parent.key)
    )


def _pair(name: str) -> sql.Composed:
    return sql.SQL("({}, {}::text, {}::text)").format(
        sql.Literal(name), sql.Identifier("held", name), sql.Identifier("staged", name)
    )
