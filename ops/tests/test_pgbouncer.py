"""A real PgBouncer in transaction mode, and what it does to sessions."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from django.conf import settings
from psycopg import conninfo

from ops.connection_room import pgbouncer_sizes
from ops.embedded import EmbeddedServerError, pgbouncer, quiet
from ops.tests.servers import wait_until

pytestmark = [
    pytest.mark.processes,
    pytest.mark.xdist_group("pgbouncer"),
    pytest.mark.skipif(pgbouncer.program() is None, reason="no PgBouncer here"),
]


def _primary(**more: str) -> str:
    given = settings.DATABASE_POOLED
    return conninfo.make_conninfo(
        host=given["HOST"], port=given["PORT"] or None, user=given["USER"] or None,
        password=given["PASSWORD"] or None, dbname=given["NAME"], **more,
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("with blank") / "pgbouncer"
    yield made
    pgbouncer.stop(made)


@pytest.fixture(scope="module")
def address(folder: Path) -> str:
    return pgbouncer.start(folder, _primary(), quiet, clients=60, servers=2)


def test_it_shares_two_connections_among_many(address: str) -> None:
    opened = [psycopg.connect(address, autocommit=True) for _ in range(10)]
    try:
        servers = {
            one.execute("SELECT pg_backend_pid()").fetchone() for one in opened * 3
        }
    finally:
        for one in opened:
            one.close()
    assert len(servers) <= 2


def test_a_transaction_keeps_its_connection(address: str) -> None:
    with psycopg.connect(address) as one, psycopg.connect(address) as other:
        one.execute("CREATE TEMPORARY TABLE held (n int) ON COMMIT DROP")
        other.execute("SELECT 1")
        one.execute("INSERT INTO held VALUES (1)")
        assert one.execute("SELECT n FROM held").fetchone() == (1,)
        one.rollback()


def test_it_says_what_it_has_room_for(address: str) -> None:
    found = conninfo.conninfo_to_dict(address)
    given = settings.DATABASE_POOLED | {
        "HOST": found["host"], "PORT": str(found["port"]), "USER": found["user"],
    }  # fmt: skip
    sizes = pgbouncer_sizes(given)
    assert (sizes["max_client_conn"], sizes["default_pool_size"]) == ("60", "2")


def test_who_waits_too_long_for_a_connection_is_told(address: str) -> None:
    holders = [psycopg.connect(address) for _ in range(2)]
    try:
        for one in holders:
            one.execute("SELECT 1")
        with (
            psycopg.connect(address, autocommit=True) as late,
            pytest.raises(psycopg.OperationalError, match="query_wait_timeout"),
        ):
            late.execute("SELECT 1")
    finally:
        for one in holders:
            one.close()


def test_one_that_was_killed_is_started_again(folder: Path, address: str) -> None:
    pid = pgbouncer.pid(folder)
    assert pid is not None
    psutil.Process(pid).kill()
    assert wait_until(lambda: pgbouncer.pid(folder) is None, 5)
    said: list[str] = []
    assert pgbouncer.start(folder, _primary(), said.append, servers=2) == address
    assert said == ["Starting PgBouncer"]
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert pgbouncer.start(folder, _primary(), said.append) == address
    assert len(said) == 1


def test_without_the_package_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pgbouncer, "program", lambda: None)
    with pytest.raises(EmbeddedServerError, match="apt-get install pgbouncer"):
        pgbouncer.start(tmp_path / "none", _primary(), quiet)
