"""The number of the state that the data is in: what pages kept in the cache are of.

It is raised in the transaction that changes what pages show, so that whoever sees the
new rows sees the new number, and nobody sees one without the other.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    connections,
    router,
    transaction,
)

from ops.middleware import is_unreachable
from ops.models import DataVersion

logger = logging.getLogger(__name__)

# Seconds for which a process goes by the number it read; and by one that it could not
# read again, because the database is away: cached pages are still right then.
MEMO: Final = 2.0
LONGEST_MEMO: Final = 900.0
_BUMP: Final = """
INSERT INTO data_version AS held (id, version, changed_at) VALUES (1, 1, now())
ON CONFLICT (id) DO UPDATE SET version = held.version + 1, changed_at = now()
"""
_READ: Final = "SELECT coalesce(max(version), 0) FROM data_version"
# One message and so one way to the server: the second statement takes the snapshot.
_SNAPSHOT: Final = (
    f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; {_READ}"
)


@dataclass(slots=True)
class _Memo:
    version: int | None = None
    read_at: float = 0.0
    until: float = 0.0
    forgotten: int = 0


_memo = _Memo()
_one_reads = threading.Lock()
# A version, after how often `forget` was called: numbers may have begun anew.
State = tuple[int, int]
# Of the page that is being made, if all of it is of one version.
_pinned: ContextVar[State | None] = ContextVar("data_version_pinned", default=None)


def bump() -> None:
    """Say that this transaction changes what pages show.

    To be called last in it: until it ends, other loads wait here for their turn.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if not connection.in_atomic_block:
        message = "The data version is raised in the transaction of the change."
        raise transaction.TransactionManagementError(message)
    with connection.cursor() as cursor:
        cursor.execute(_BUMP)


def current() -> int:
    """Give the number as of at most two seconds ago.

    While the database is away: the last one known. Raises its error if none is.
    """
    if time.monotonic() < _memo.until and _memo.version is not None:
        return _memo.version
    if not _one_reads.acquire(blocking=_memo.version is None):
        # Somebody is reading it; meanwhile it is what it was.
        assert _memo.version is not None
        return _memo.version
    try:
        return _renewed()
    finally:
        _one_reads.release()


def _renewed() -> int:
    now = time.monotonic()
    if _memo.version is not None and now < _memo.until:
        return _memo.version
    try:
        _memo.version = read(_alias())
    except DatabaseError as error:
        known_for = now - _memo.read_at
        too_long = _memo.version is None or known_for > LONGEST_MEMO
        if too_long or not is_unreachable(error):
            raise
        logger.warning("the data version is not known anew: %s", type(error).__name__)
        assert _memo.version is not None
    else:
        _memo.read_at = now
    _memo.until = time.monotonic() + MEMO
    return _memo.version


def forget() -> None:
    """Read it anew when it is asked for next."""
    _memo.version, _memo.until = None, 0.0
    _memo.forgotten += 1


def read(alias: str) -> int:
    """Give the number as that database has it now; one query."""
    return _number(alias, _READ)


@contextmanager
def snapshot() -> Iterator[int]:
    """Give the number, and make every query inside see the one state that it names.

    Inside a transaction that is open already, only the number.
    """
    alias = _alias()
    if connections[alias].in_atomic_block:
        yield read(alias)
        return
    with transaction.atomic(using=alias):
        version = _number(alias, _SNAPSHOT)
        token = _pinned.set((_memo.forgotten, version))
        try:
            yield version
        finally:
            _pinned.reset(token)


def pinned() -> State | None:
    """Give the state that all queries see at the moment; None outside a snapshot."""
    return _pinned.get()


def _alias() -> str:
    """The database that pages read, so that number and rows are of the same server."""
    return router.db_for_read(DataVersion)


def _number(alias: str, query: str) -> int:
    with connections[alias].cursor() as cursor:
        cursor.execute(query)
        while cursor.nextset():
            pass
        (version,) = cursor.fetchone()
    return int(version)
