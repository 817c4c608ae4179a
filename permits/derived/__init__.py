"""Derived tables brought up to date in one transaction, by commented SQL files."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from ops import data_version
from ops.database import reading
from permits.ingest import indexes
from permits.ingest.statements import is_empty, names

_SQL = Path(__file__).parent / "sql"
# Memory for one run at a time; compiling costs more than it saves here; a killed run's
# statement ends within a second.
SETTINGS = """
SET LOCAL work_mem = '256MB';
SET LOCAL jit = off;
SET LOCAL client_connection_check_interval = '1s'
"""
# What replace() counts.
WRITTEN = ("removed", "changed", "added")
EVERYTHING = sql.SQL("true")
# Hears what is being done, and how many rows of it are.
Progress = Callable[[str, int], None]


class BusyError(Exception):
    """Another run is at work, and nothing changed; the message says so."""


def quiet(_step: str, _rows: int) -> None:
    """Shows no progress."""


@contextmanager
def rewriting(
    *, lock: str = "entities", work: str = "resolve_entities or build_graph"
) -> Iterator[None]:
    """One transaction, and one at a time: readers see the old state until it commits.

    Raises BusyError, which names the `work`, if another one with that lock is open.
    """
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
                [f"sfpermits.{lock}"],
            )
            if not cursor.fetchone()[0]:
                raise BusyError(f"Another run of {work} is at work.")
            cursor.execute(SETTINGS)
        yield
        data_version.bump()


def statement(path: Path, **parts: sql.Composable) -> sql.Composed:
    """The text of the file (its path is given without .sql) with parts filled in."""
    return sql.SQL(_text(path)).format(**parts)


def run(path: Path, **parts: sql.Composable) -> int:
    """Execute the file (its path is given without .sql); returns how many rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement(path, **parts) if parts else _text(path))
        return int(cursor.rowcount)


def rows(query: str | sql.Composed) -> list[tuple[Any, ...]]:
    """All rows of a query or, with its text, of a file (`rows(statement(path))`).

    Read from where everything else of a visitor's page is; elsewhere, from the primary.
    """
    with reading().cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def copy_out(
    query: str, types: Sequence[str] | None = None
) -> Iterator[tuple[Any, ...]]:
    """Rows of a COPY … TO STDOUT as they arrive; no other query may run meanwhile."""
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        if types:
            copy.set_types(types)
        yield from copy.rows()


def copy_in(table: str, lines: Iterable[Sequence[object]]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(
            sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
        ) as copy,
    ):
        for line in lines:
            copy.write_row(line)


def analyze(*tables: str) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))


def replace(
    table: str,
    *,
    new: str,
    key: Sequence[str],
    columns: Sequence[str],
    scope: sql.Composable = EVERYTHING,
) -> dict[str, int]:
    """Make `table` hold what `new` holds, touching only rows that differ.

    With a `scope`, a condition on `held`, other rows are not removed. Returns how many
    rows were removed, changed and added.
    """
    parts: dict[str, sql.Composable] = {
        "table": sql.Identifier(table),
        "scope": scope,
        "new": sql.Identifier(new),
        "key": names(key),
        "new_key": names(key, "new"),
        "held_key": names(key, "held"),
        "columns": names(columns),
        "new_columns": names(columns, "new"),
        "held_columns": names(columns, "held"),
    }
    analyze(new)
    if is_empty(table):
        # Nothing to compare with or to read; and built at once, indexes cost half.
        with indexes.deferred(table):
            return dict.fromkeys(WRITTEN, 0) | {
                "added": run(_SQL / "insert_new", **parts)
            }
    return {
        "removed": run(_SQL / "delete_gone", **parts),
        "changed": run(_SQL / "update_changed", **parts),
        "added": run(_SQL / "insert_new", **parts),
    }


@cache
def _text(path: Path) -> str:
    return path.with_suffix(".sql").read_text(encoding="utf-8")
