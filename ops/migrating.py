"""Migrations on a live database: they wait for a lock a few seconds, then give way.

What waits for a table's lock makes everybody who comes later wait behind it, so a
deploy must not wait long. It tries a few times, and then fails in words.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import errors, sql

# One release at a time, by PostgreSQL's lock of this number: freed with its session.
RELEASE: Final = 7_301_405
Say = Callable[[str], None]

_HOLDERS: Final = """
SELECT pid, application_name, round(extract(epoch FROM now() - xact_start)), state
FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend' AND xact_start < now() - interval '1 second'
ORDER BY xact_start LIMIT 3
"""
# What a concurrent build leaves that was cut off: never used, and in its way next time.
_BROKEN_INDEXES: Final = """
SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace
    AND indexrelid NOT IN (SELECT index_relid FROM pg_stat_progress_create_index)
ORDER BY relname
"""


class MigrationError(Exception):
    """The tables could not be brought up to date; the message says why."""


def migrate(
    *,
    lock_seconds: float = 5,
    statement_seconds: float = 900,
    attempts: int = 3,
    pause: float = 5,
    say: Say = lambda _words: None,
) -> None:
    """Apply what is missing; past PgBouncer, where there is one.

    A migration waits `lock_seconds` for a table and its statements take
    `statement_seconds` each at most. One that does not get its table is undone and
    tried again after `pause` seconds. Raises MigrationError.
    """
    _require_session()
    with _sessions(lock_seconds, statement_seconds), _alone():
        for attempt in range(1, attempts + 1):
            _drop_broken_indexes(say)
            try:
                call_command("migrate", verbosity=0, interactive=False)
            except OperationalError as error:
                connection.close_if_unusable_or_obsolete()
                words = _words(error, lock_seconds, statement_seconds)
                if attempt == attempts or _is_too_long(error):
                    tried = f" Tried {attempt} times." if attempt > 1 else ""
                    raise MigrationError(f"{words}{tried} {_left()}") from error
                say(f"{words} Trying again in {pause:g} s.")
                time.sleep(pause)
            else:
                return


def waiting() -> list[str]:
    """Migrations that are not applied, in their order: `permits.0014_name`."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{one.app_label}.{one.name}" for one, _ in plan]


def _require_session() -> None:
    if settings.PGBOUNCER and settings.DATABASE_UNPOOLED is None:
        raise MigrationError(
            "DATABASE_URL is a PgBouncer, which keeps no session: set"
            " DATABASE_UNPOOLED_URL to the database itself."
        )


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock in a session of its own: `migrate`'s checks may end the other."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [RELEASE])
            if cursor.fetchone() != (True,):
                raise MigrationError(
                    "Another release is bringing the tables up to date;"
                    " nothing was done."
                )
        yield
    finally:
        own.close()


@contextmanager
def _sessions(lock_seconds: float, statement_seconds: float) -> Iterator[None]:
    """Have every session that begins here go past all pools and end its waiting."""
    given = dict(connection.settings_dict)
    straight = settings.DATABASE_UNPOOLED if settings.PGBOUNCER else None
    straight = given if straight is None else straight
    limits = (
        f"-c lock_timeout={lock_seconds * 1000:.0f}"
        f" -c statement_timeout={statement_seconds * 1000:.0f}"
    )
    options = f"{straight['OPTIONS'].get('options', '')} {limits}".strip()
    own = {"OPTIONS": straight["OPTIONS"] | {"options": options, "pool": False}}
    # First, so that one of a pool is given back to it.
    connection.close()
    connection.settings_dict.update(straight | own)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(given)


def _drop_broken_indexes(say: Say) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_BROKEN_INDEXES)
        for (name,) in cursor.fetchall():
            say(f"Removing the index {name}, whose making was cut off")
            cursor.execute(
                sql.SQL("DROP INDEX CONCURRENTLY {}").format(sql.Identifier(name))
            )


def _is_too_long(error: OperationalError) -> bool:
    return isinstance(error.__cause__, errors.QueryCanceled)


def _words(error: OperationalError, lock: float, statement: float) -> str:
    if isinstance(error.__cause__, errors.LockNotAvailable):
        return f"A table was held by another session for over {lock:g} s{_holders()}."
    if _is_too_long(error):
        return f"A statement took over {statement:g} s and was undone."
    return f"The database gave up: {str(error).strip()}."


def _holders() -> str:
    """Who has had a transaction open for long, which is likely who has the table."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS)
        found = cursor.fetchall()
    each = [
        f"process {pid} ({name or 'unnamed'}, {seconds:.0f} s, {state})"
        for pid, name, seconds, state in found
    ]
    return f"; open transactions: {', '.join(each)}" if each else ""


def _left() -> str:
    names = waiting()
    return f"Not applied, and nothing of them is left: {', '.join(names)}."
