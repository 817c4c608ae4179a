"""A real streaming replica: read, behind, killed, brought back, copied anew."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from django.conf import settings
from psycopg import conninfo

from ops import database
from ops.database import Watch
from ops.embedded import postgres_server, process, quiet, replica
from ops.health import LAG

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("embedded")]

Say = Callable[[str], None]
Pair = tuple[Path, Path]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Give the folders of a primary with one table and of its replica, both running."""
    folder = tmp_path_factory.mktemp("pair")
    primary, data = folder / "postgres", folder / "replica"
    postgres_server.start(primary, quiet)
    try:
        _run(primary, "CREATE TABLE seen (n int)")
        replica.start(data, primary, quiet)
        yield primary, data
    finally:
        replica.stop(data)
        postgres_server.stop(primary)


@pytest.fixture
def watch(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    found = conninfo.conninfo_to_dict(postgres_server.address(pair[1]))
    given = settings.DATABASES["default"] | {
        "HOST": found["host"],
        "PORT": str(found["port"]),
        "NAME": found["dbname"],
    }
    monkeypatch.setitem(settings.DATABASES, "replica", given)
    monkeypatch.setattr(database, "EVERY", 0.05)
    monkeypatch.setattr(database, "BEHIND", 0.3)
    made = Watch()
    monkeypatch.setattr(database, "watch", made)
    yield made
    made.stop()


def _run(data: Path, query: str) -> None:
    with psycopg.connect(postgres_server.address(data), autocommit=True) as connection:
        connection.execute(query)


def _value(data: Path, query: str) -> int:
    with psycopg.connect(postgres_server.address(data)) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def _comes(data: Path, rows: int) -> bool:
    return process.until(lambda: _value(data, "SELECT count(*) FROM seen") == rows, 5.0)


def _becomes(watch: Watch, objection: str | None) -> bool:
    return process.until(lambda: watch.objection() == objection, 8.0)


def test_it_has_what_the_primary_has_and_takes_nothing(pair: Pair) -> None:
    primary, data = pair
    _run(primary, "TRUNCATE seen; INSERT INTO seen VALUES (1), (2)")
    assert _comes(data, 2)
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        _run(data, "INSERT INTO seen VALUES (3)")


def test_it_is_left_while_it_is_behind(pair: Pair, watch: Watch) -> None:
    primary, data = pair
    assert _becomes(watch, None)
    _run(data, "SELECT pg_wal_replay_pause()")
    try:
        _run(primary, "INSERT INTO seen VALUES (4)")
        assert _becomes(watch, "behind")
    finally:
        _run(data, "SELECT pg_wal_replay_resume()")
    assert _becomes(watch, None)


def test_it_is_left_when_it_is_killed_and_read_when_it_is_back(
    pair: Pair, watch: Watch
) -> None:
    primary, data = pair
    assert _becomes(watch, None)
    pid = replica.pid(data)
    assert pid is not None
    psutil.Process(pid).kill()
    assert _becomes(watch, "down")
    said: list[str] = []
    replica.start(data, primary, said.append)
    assert said == ["Starting the replica"]
    assert _becomes(watch, None)


def test_one_that_hears_nothing_from_the_primary_is_not_called_current(
    pair: Pair,
) -> None:
    primary, data = pair
    _run(primary, "INSERT INTO seen VALUES (5)")
    postgres_server.stop(primary)
    try:
        with psycopg.connect(postgres_server.address(data)) as connection:
            row = connection.execute(LAG).fetchone()
        assert row is not None
        assert row[0] > 0
    finally:
        postgres_server.start(primary, quiet)


def test_one_whose_place_was_given_up_is_copied_anew(pair: Pair) -> None:
    primary, data = pair
    replica.stop(data)
    _run(primary, f"SELECT pg_drop_replication_slot('{replica.SLOT}')")
    _run(primary, "TRUNCATE seen; INSERT INTO seen VALUES (1)")
    said: list[str] = []
    replica.start(data, primary, said.append)
    assert said == ["Copying the database for the replica", "Starting the replica"]
    assert _comes(data, 1)


def test_what_the_primary_keeps_for_one_that_is_away_is_bounded(pair: Pair) -> None:
    query = "SELECT setting::bigint FROM pg_settings WHERE name = '{}'"
    assert 0 < _value(pair[0], query.format("max_slot_wal_keep_size")) <= 4096
    assert _value(pair[0], query.format("idle_replication_slot_timeout")) > 0
