"""One refresh at a time, for as long as the process that has the lock lives."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection


class BusyError(Exception):
    """Another refresh is at work, and nothing was done; the message says so."""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Raise BusyError if somebody else is inside.

    The lock is held by the transaction of a connection of its own: the steps commit
    on theirs, a killed process lets go of it, and a pooler in between does no harm.
    """
    own = connection.copy()
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            # It stands idle while the steps run.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute(
                "SELECT pg_try_advisory_xact_lock"
                "(hashtextextended('sfpermits.refresh', 0))"
            )
            if not cursor.fetchone()[0]:
                raise BusyError("Another refresh is running. Nothing was refreshed.")
        yield
    finally:
        # A pooler would end the transaction too, but only when it sees us gone. A lost
        # connection has let go of the lock already.
        with suppress(Error):
            own.rollback()
        own.close()
