"""Releases while somebody else holds a table. The migration at hand is one of auth's."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from ops import migrating
from ops.database import parameters

pytestmark = pytest.mark.django_db(transaction=True)
LAST, BEFORE = "auth.0012_alter_user_first_name_max_length", "0011"


@pytest.fixture
def behind() -> Iterator[None]:
    """The tables lack one migration."""
    call_command("migrate", "auth", BEFORE, verbosity=0)
    yield
    call_command("migrate", verbosity=0)


@pytest.fixture
def other() -> Iterator[psycopg.Connection]:
    """Another session in the same database: its locks are of sessions."""
    given = settings.DATABASE_UNPOOLED or connection.settings_dict
    with psycopg.connect(**parameters(given)) as found:
        yield found


def _length() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT character_maximum_length FROM information_schema.columns"
            " WHERE table_name = 'auth_user' AND column_name = 'first_name'"
        )
        return int(cursor.fetchone()[0])


def _time_out(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return str(cursor.fetchone()[0])


def test_a_held_table_fails_in_words_and_leaves_nothing_half_done(
    behind: None, other: psycopg.Connection
) -> None:
    other.execute("LOCK TABLE auth_user IN ACCESS SHARE MODE")
    said: list[str] = []
    with pytest.raises(migrating.MigrationError) as failed:
        migrating.migrate(lock_seconds=0.05, attempts=2, pause=0, say=said.append)
    assert "A table was held by another session for over 0.05 s" in str(failed.value)
    assert f"Tried 2 times. Not applied, and nothing of them is left: {LAST}." in str(
        failed.value
    )
    assert len(said) == 1
    assert "Trying again" in said[0]
    assert migrating.waiting() == [LAST]
    assert _length() == 30
    assert _time_out("lock_timeout") == "0"
    other.rollback()
    migrating.migrate()
    assert migrating.waiting() == []
    assert _length() == 150


def test_the_next_attempt_may_get_the_table(
    behind: None, other: psycopg.Connection
) -> None:
    other.execute("LOCK TABLE auth_user IN ACCESS SHARE MODE")
    migrating.migrate(lock_seconds=0.05, pause=0, say=lambda _: other.rollback())
    assert _length() == 150


def test_who_holds_it_is_told(behind: None, other: psycopg.Connection) -> None:
    other.execute("SET application_name = 'somebody'")
    other.execute("LOCK TABLE auth_user IN ACCESS SHARE MODE")
    with pytest.raises(migrating.MigrationError, match=r"\(somebody, \d+ s, idle in"):
        migrating.migrate(lock_seconds=1.1, attempts=1)


def test_a_statement_that_takes_too_long_is_not_tried_again(
    behind: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: Any, **__: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(1)")

    monkeypatch.setattr(migrating, "call_command", slow)
    with pytest.raises(migrating.MigrationError, match=r"over 0\.05 s and was undone"):
        migrating.migrate(statement_seconds=0.05, attempts=3, pause=0)


def test_two_releases_at_once(other: psycopg.Connection) -> None:
    other.execute("SELECT pg_advisory_lock(%s)", [migrating.RELEASE])
    with pytest.raises(migrating.MigrationError, match="Another release"):
        migrating.migrate()


def test_an_index_whose_making_was_cut_off_is_removed(
    other: psycopg.Connection,
) -> None:
    other.autocommit = True
    other.execute("CREATE TABLE twice AS SELECT 1 AS id UNION ALL SELECT 1")
    with pytest.raises(psycopg.errors.UniqueViolation):
        other.execute("CREATE UNIQUE INDEX CONCURRENTLY broken ON twice (id)")
    try:
        said: list[str] = []
        migrating.migrate(say=said.append)
        assert said == ["Removing the index broken, whose making was cut off"]
        assert other.execute("SELECT to_regclass('broken')").fetchone() == (None,)
    finally:
        other.execute("DROP TABLE twice")


def test_it_goes_past_pgbouncer(
    behind: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = connection.settings_dict
    settings.DATABASE_UNPOOLED = settings.DATABASE_UNPOOLED or dict(given)
    settings.PGBOUNCER = True
    connection.close()
    with monkeypatch.context() as patched:
        patched.setitem(given, "HOST", "/nowhere")
        migrating.migrate()
        assert given["HOST"] == "/nowhere"
    assert _length() == 150


def test_it_needs_a_way_past_pgbouncer(settings: Settings) -> None:
    settings.PGBOUNCER, settings.DATABASE_UNPOOLED = True, None
    with pytest.raises(CommandError, match="set DATABASE_UNPOOLED_URL"):
        call_command("release")


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ({"lock_seconds": 0}, "more than 0 seconds"),
        ({"statement_seconds": -1}, "more than 0 seconds"),
        ({"attempts": 0}, "at least 1"),
    ],
)
def test_bad_options(option: dict[str, float], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("release", **option)


def test_the_command(behind: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ops.startup.run_registered", lambda say: say("loaded"))
    out = StringIO()
    call_command("release", stdout=out)
    assert out.getvalue() == "loaded\nThe tables are up to date.\n"
    assert migrating.waiting() == []
