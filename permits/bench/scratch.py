"""A database beside the current one, so that a benchmark never touches the record."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection

from permits.models import Permit


def permits_held() -> int:
    """How many permits the database has; none if it has no tables yet."""
    if Permit._meta.db_table not in connection.introspection.table_names():
        return 0
    return Permit.objects.count()


@contextmanager
def database(name: str, *, keep: bool) -> Iterator[None]:
    """The connection, on the migrated database `name`; removed after, or kept."""
    settings, current = connection.settings_dict, connection.settings_dict["NAME"]
    if not keep:
        _execute(f"DROP DATABASE IF EXISTS {name}")
    if not _exists(name):
        _execute(f"CREATE DATABASE {name}")
    connection.close()
    settings["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        _execute("CHECKPOINT")
        yield
    finally:
        connection.close()
        settings["NAME"] = current
        if not keep:
            _execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _exists(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
