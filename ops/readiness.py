"""Whether this process should be given requests."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

logger = logging.getLogger(__name__)

# Seconds.
PATIENCE: Final = 1.0
# A file of this name in var/ takes the machine out of service, until it is removed.
DRAINING: Final = "draining"

_checks = ThreadPoolExecutor(max_workers=2, thread_name_prefix="ready")
_leaving: list[Callable[[], bool]] = []


def leave_when(told: Callable[[], bool]) -> None:
    """Have the server say when it was told to stop."""
    _leaving.append(told)


def missing() -> str | None:
    """Give what speaks against it in a few words; None if nothing does."""
    if (settings.VAR_DIR / DRAINING).exists() or any(told() for told in _leaving):
        return "draining"
    try:
        return _checks.submit(_database).result(PATIENCE)
    except TimeoutError:
        return f"the database gave no answer in {PATIENCE} s"


def _database() -> str | None:
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
        return None if _is_migrated() else "migrations are not applied"
    except DatabaseError as error:
        logger.warning("not ready: %s", type(error).__name__)
        return "the database does not answer"
    finally:
        connections.close_all()


class _NotMigratedError(Exception):
    """Raised to keep `cache` from remembering."""


def _is_migrated() -> bool:
    try:
        _require_migrations()
    except _NotMigratedError:
        return False
    return True


@cache
def _require_migrations() -> None:
    """Once they are all applied they stay so for as long as this process lives."""
    executor = MigrationExecutor(connections["default"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _NotMigratedError
