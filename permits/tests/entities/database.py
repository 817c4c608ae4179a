"""Contacts of the database for tests of what is stored, and looks at all of it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connection, models

from permits import derived
from permits.entities.contacts import Contact as Row
from permits.models import Contact, EntityContact
from permits.tests.factories import LoadFactory


def put(rows: Iterable[Row]) -> None:
    """The resolver's rows as contacts of building permits."""
    load = LoadFactory.create(dataset="contacts")
    Contact.objects.bulk_create(
        Contact(
            contact_key=row.id,
            source="3pee-9qhc",
            permit_number=row.permit,
            role=row.role,
            first_name=row.first_name or None,
            last_name=row.last_name or None,
            firm_name=row.firm or None,
            license1=row.license or None,
            sf_business_license_number=row.business_number or None,
            firm_address=row.firm_address or None,
            agent_address=row.agent_address or None,
            from_date=dt.date.fromordinal(row.day) if row.day else None,
            load=load,
        )
        for row in rows
    )


def entity_of(contact_key: str) -> int:
    return EntityContact.objects.get(contact=contact_key).entity_id


def everything(*tables_of: type[models.Model]) -> list[list[tuple[object, ...]]]:
    """All rows, with the places at which they are stored: untouched rows keep theirs."""
    found = []
    for model in tables_of:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT ctid::text, * FROM {model._meta.db_table}")
            found.append(sorted(cursor.fetchall(), key=repr))
    return found


def dies_at(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the database end the run's connection once the step is done."""
    whole = derived.run

    def run(path: Path, **parts: psycopg.sql.Composable) -> int:
        written = whole(path, **parts)
        if path.name == step:
            derived.rows("SELECT pg_terminate_backend(pg_backend_pid())")
        return written

    monkeypatch.setattr(derived, "run", run)


@contextmanager
def lost_connection() -> Iterator[None]:
    with pytest.raises(OperationalError):
        yield
    connection.close()


@contextmanager
def other_connection() -> Iterator[psycopg.Connection]:
    """Another session in the same database."""
    url = connection.get_connection_params()
    keys = ("host", "port", "dbname", "user", "password")
    with psycopg.connect(**{k: v for k, v in url.items() if k in keys}) as other:
        yield other


@contextmanager
def another_run() -> Iterator[None]:
    """Somebody else holds the lock of resolve_entities and build_graph."""
    with other_connection() as other:
        other.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('sfpermits.entities', 0))"
        )
        yield
