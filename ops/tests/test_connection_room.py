import logging

import psycopg
import pytest
from django.conf import settings as site
from pytest_django import Settings

from ops import connection_room
from ops.backups import BackupError, target
from ops.connection_room import NOT_WEB, check, server_room, warn


@pytest.fixture(autouse=True)
def _one_machine(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DB_POOL_MAX, settings.WEB_CONCURRENCY, settings.WEB_REPLICAS = 20, 4, 1
    settings.PGBOUNCER, settings.DATABASE_UNPOOLED = False, None
    monkeypatch.setattr(connection_room, "server_room", lambda given: 97)


def test_the_server_is_asked() -> None:
    assert server_room(site.DATABASE_POOLED) > 90


@pytest.mark.parametrize(
    ("most", "processes", "machines", "fits"),
    [(20, 4, 1, True), (21, 4, 1, False), (20, 4, 2, False), (10, 4, 2, True)],
)
def test_the_pools_and_the_others_have_to_fit(
    most: int, processes: int, machines: int, fits: bool, settings: Settings
) -> None:
    settings.DB_POOL_MAX = most
    settings.WEB_CONCURRENCY, settings.WEB_REPLICAS = processes, machines
    found = check()
    assert [message.id for message in found] == ([] if fits else ["ops.E010"])
    if not fits:
        product = most * processes * machines
        assert f"= {product} and {NOT_WEB} others" in found[0].msg


@pytest.mark.parametrize(
    ("clients", "servers", "said"),
    [
        ("80", "20", []),
        ("79", "20", ["PgBouncer's max_client_conn: 79"]),
        ("80", "83", ["PostgreSQL's max_connections less the reserved: 97"]),
    ],
)
def test_behind_pgbouncer_its_own_figures_count(
    clients: str,
    servers: str,
    said: list[str],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.PGBOUNCER, settings.DATABASE_UNPOOLED = True, site.DATABASE_POOLED
    sizes = {"max_client_conn": clients, "default_pool_size": servers}
    monkeypatch.setattr(connection_room, "pgbouncer_sizes", lambda given: sizes)
    assert [
        message.msg.split("more than ")[1].split(". ")[0] for message in check()
    ] == said


def test_behind_pgbouncer_there_must_be_a_way_past_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PGBOUNCER = True
    sizes = {"max_client_conn": "80", "default_pool_size": "20"}
    monkeypatch.setattr(connection_room, "pgbouncer_sizes", lambda given: sizes)
    assert [message.id for message in check()] == ["ops.E011"]
    with pytest.raises(BackupError, match="DATABASE_UNPOOLED_URL"):
        target.ours()


def test_a_server_that_does_not_say_is_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(given: object) -> int:
        raise psycopg.OperationalError("at db.secret")

    monkeypatch.setattr(connection_room, "server_room", refuses)
    (found,) = check()
    assert found.id == "ops.W010"
    assert "secret" not in found.msg


def test_a_web_server_that_starts_says_it_in_the_log(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DB_POOL_MAX = 50
    with caplog.at_level(logging.WARNING):
        warn()
    assert "ops.E010: DB_POOL_MAX" in caplog.text
