"""The tables of a database: what they hold, and which can be loaded anew."""

import importlib
import importlib.util
from collections.abc import Iterator, Mapping
from types import ModuleType

import psycopg
from django.conf import settings
from psycopg import sql

NAMES = """
    SELECT n.nspname, c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname <> 'information_schema'
      AND n.nspname NOT LIKE 'pg\\_%'
    -- What an extension brought is made again by the extension.
      AND NOT EXISTS (
        SELECT FROM pg_depend d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 1, 2
"""
PUBLIC = "public"


def counts(connection: psycopg.Connection) -> dict[str, int]:
    """The rows of every table, as this connection's transaction sees them.

    A table outside the schema `public` goes by `schema.name`.
    """
    found = connection.execute(NAMES).fetchall()
    return {
        name if schema == PUBLIC else f"{schema}.{name}": _count(
            connection, schema, name
        )
        for schema, name in found
    }


def _count(connection: psycopg.Connection, schema: str, name: str) -> int:
    table = sql.Identifier(schema, name)
    statement = sql.SQL("SELECT count(*) FROM {}").format(table)
    row = connection.execute(statement).fetchone()
    return int(row[0]) if row else 0


def is_empty(connection: psycopg.Connection) -> bool:
    """Whether the database has no table."""
    return connection.execute(NAMES).fetchone() is None


def differences(expected: Mapping[str, int], found: Mapping[str, int]) -> list[str]:
    """What is not as expected, in a few words each."""
    missing = [f"{name} is missing" for name in expected if name not in found]
    more = [f"{name} should not be there" for name in found if name not in expected]
    other = [
        f"{name} has {found[name]:,} rows instead of {rows:,}"
        for name, rows in expected.items()
        if name in found and found[name] != rows
    ]
    return missing + more + other


def from_the_city() -> list[str]:
    """Tables that can be filled anew from the city, as each app's `backups` names them.

    The module may also hold `AFTER_LEAVING_OUT`, a statement that is run on a database
    that was restored without them.
    """
    return sorted({name for module in _modules() for name in module.FROM_THE_CITY})


def after_leaving_out() -> list[str]:
    """What has to be told to a database whose tables of the city are empty."""
    found = (getattr(module, "AFTER_LEAVING_OUT", "") for module in _modules())
    return [statement for statement in found if statement]


def _modules() -> Iterator[ModuleType]:
    for app in settings.INSTALLED_APPS:
        # This package has the same name, and declares nothing.
        if app != "ops" and importlib.util.find_spec(f"{app}.backups"):
            yield importlib.import_module(f"{app}.backups")
