"""What PostgreSQL itself keeps: sizes of tables, and pg_stat_statements if there."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import DatabaseError, connection, transaction

_SIZES = """
SELECT relname, reltuples::bigint FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples > 0
ORDER BY reltuples DESC, relname
"""
_INDEXES = """
SELECT indexdef FROM pg_indexes
WHERE schemaname = current_schema() AND tablename = %s
"""
_IS_THERE = "SELECT FROM pg_extension WHERE extname = 'pg_stat_statements'"
_SLOWEST = """
SELECT query, calls, mean_exec_time, max_exec_time FROM pg_stat_statements
WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY mean_exec_time DESC LIMIT %s
"""
_ABSENT = "pg_stat_statements is not installed in this database"


class Kept(NamedTuple):
    """One statement as pg_stat_statements has it, in milliseconds."""

    query: str
    calls: int
    mean_ms: float
    max_ms: float


class Stored(NamedTuple):
    """The slowest by their mean; or why there are none, in words."""

    statements: Sequence[Kept]
    why_not: str


def sizes() -> dict[str, int]:
    """About how many rows each table holds, the largest first."""
    with connection.cursor() as cursor:
        cursor.execute(_SIZES)
        return dict(cursor.fetchall())


def indexes(table: str) -> list[str]:
    """The definitions of its indexes."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, [table])
        return [definition for (definition,) in cursor.fetchall()]


def slowest(number: int) -> Stored:
    """The statements of this database that take the longest, of all that ever ran."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_IS_THERE)
            if not cursor.fetchall():
                return Stored([], _ABSENT)
            cursor.execute(_SLOWEST, [number])
            return Stored([Kept(*row) for row in cursor.fetchall()], "")
    except DatabaseError as error:
        # Installed, but not among shared_preload_libraries, or not for this user.
        return Stored([], f"pg_stat_statements: {error}".strip())
