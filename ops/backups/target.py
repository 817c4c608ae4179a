"""A PostgreSQL database as pg_dump, pg_restore and psycopg are told of it."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import conninfo

from ops.backups import BackupError

# Of the site's own settings: what libpq does not know, and what pg_dump says better.
LEFT = frozenset({"pool", "password", "application_name"})


@dataclass(frozen=True, slots=True)
class Target:
    """How to reach a database; the password is kept apart from what may be seen."""

    parameters: Mapping[str, str]
    password: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        return self.parameters["dbname"]

    @property
    def address(self) -> str:
        """What a command line may show: everything but the password."""
        return conninfo.make_conninfo("", **self.parameters)

    @property
    def environment(self) -> dict[str, str]:
        """This process's environment, with the password where libpq looks for it."""
        kept = {
            name: value for name, value in os.environ.items() if name != "PGSERVICE"
        }
        return kept | ({"PGPASSWORD": self.password} if self.password else {})

    def beside(self, name: str) -> "Target":
        """Another database of the same server."""
        return replace(self, parameters={**self.parameters, "dbname": name})

    @contextmanager
    def connected(self, *, autocommit: bool = False) -> Iterator[psycopg.Connection]:
        """A connection of its own, not the site's. Raises BackupError."""
        address = conninfo.make_conninfo(self.address, password=self.password or None)
        try:
            with psycopg.connect(address, autocommit=autocommit) as opened:
                yield opened
        except psycopg.Error as error:
            raise BackupError(f"{self.name}: {error}".strip()) from error


def ours() -> Target:
    """The site's database, past PgBouncer where `DATABASE_UNPOOLED_URL` is set."""
    if settings.PGBOUNCER and not settings.DATABASE_UNPOOLED:
        # pg_dump and pg_restore empty search_path, which pages would then run under.
        raise BackupError("Behind PgBouncer a backup needs DATABASE_UNPOOLED_URL.")
    return _target(settings.DATABASE_UNPOOLED or connection.settings_dict)


def _target(given: Mapping[str, Any]) -> Target:
    options = {
        name: str(value)
        for name, value in given.get("OPTIONS", {}).items()
        if name not in LEFT and isinstance(value, str | int)
    }
    named = {"host": "HOST", "port": "PORT", "user": "USER", "dbname": "NAME"}
    parameters = {
        name: str(given[key]) for name, key in named.items() if given.get(key)
    }
    return Target(options | parameters, str(given.get("PASSWORD") or ""))


def parse(url: str) -> Target:
    """The database of a `postgresql://` address. Raises BackupError.

    It comes from a command line, which every user of the machine can read: an address
    with a password in it is refused.
    """
    try:
        found = conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise BackupError(f"Not an address of a database: {error}".strip()) from error
    if "password" in found or "sslpassword" in found:
        raise BackupError(
            "A command line can be read by everyone on this machine: leave the password"
            " out of the address, and set PGPASSWORD or write it to ~/.pgpass."
        )
    if not url.startswith(("postgresql://", "postgres://")) or "dbname" not in found:
        raise BackupError("The address must be postgresql://user@host/name.")
    return Target({name: str(value) for name, value in found.items()})
