import os
import signal
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from ops import embedded
from ops.embedded import postgres_server, process, sharing
from ops.tests.servers import holder, kill, processes_of, wait_until

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("embedded")]


def _use(database: str, redis_url: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS seen (at timestamptz)")
        connection.execute("INSERT INTO seen VALUES (now())")
    with redis.Redis.from_url(redis_url) as client:
        assert client.ping()


def _rows(database: str) -> int:
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT count(*) FROM seen").fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("with blank") / "var"


def test_starts_keeps_the_data_and_leaves_no_process(var: Path) -> None:
    with holder(var) as (_, database, redis_url):
        _use(database, redis_url)
    assert processes_of(var) == []
    with holder(var) as (_, database, redis_url):
        assert _rows(database) == 1
    assert processes_of(var) == []


def test_the_last_to_leave_stops_the_servers(var: Path) -> None:
    with holder(var) as (_, database, redis_url):
        with holder(var) as (_, same, _):
            assert same == database
        _use(database, redis_url)
    assert processes_of(var) == []


def test_servers_of_a_killed_process_are_stopped(var: Path) -> None:
    with holder(var) as (user, _, _):
        user.kill()
    assert wait_until(lambda: processes_of(var) == [], 10)


def test_orphaned_servers_are_adopted(var: Path) -> None:
    with holder(var) as (user, database, _):
        (keeper,) = _keepers(var)
        keeper.kill()
        user.kill()
    pid = (var / "postgres" / "postmaster.pid").read_text().split()[0]
    with holder(var) as (_, same, redis_url):
        assert same == database
        assert (var / "postgres" / "postmaster.pid").read_text().split()[0] == pid
        _use(same, redis_url)
    assert processes_of(var) == []


def test_everything_killed_and_the_pid_given_to_another_program(var: Path) -> None:
    with holder(var) as (user, database, redis_url):
        _use(database, redis_url)
        rows = _rows(database)
        # The keeper first, which would clean up after the others.
        kill(*_keepers(var), psutil.Process(user.pid), *_servers(var))
    assert wait_until(lambda: processes_of(var) == [], 10)
    for file in (var / "postgres" / "postmaster.pid", var / "redis" / "redis.pid"):
        lines = file.read_text().splitlines()
        file.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
    with holder(var) as (_, database, redis_url):
        assert _rows(database) == rows
        _use(database, redis_url)


def _keepers(var: Path) -> list[psutil.Process]:
    return [one for one in processes_of(var) if "ops.embedded.keeper" in _command(one)]


def _servers(var: Path) -> list[psutil.Process]:
    names = {"postgres", "redis-server"}
    return [one for one in processes_of(var) if one.info["name"] in names]


def _command(process: psutil.Process) -> list[str]:
    return process.info["cmdline"] or []


def test_a_deep_folder_has_its_sockets_elsewhere(tmp_path: Path) -> None:
    var = tmp_path / ("deep" * 20) / ("deeper" * 20)
    with holder(var) as (_, database, redis_url):
        _use(database, redis_url)
        assert str(var) not in database
    assert processes_of(var) == []


def test_two_folders_do_not_meet(var: Path, tmp_path: Path) -> None:
    with (
        holder(var) as (_, database, _),
        holder(tmp_path / "var") as (_, other, other_redis),
    ):
        assert database != other
        _use(other, other_redis)
        assert _rows(other) == 1


def test_a_half_made_database_is_set_aside(tmp_path: Path) -> None:
    data = tmp_path / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text("18\n")
    assert not postgres_server.is_complete(data)
    assert [path.name.split("-")[0] for path in tmp_path.iterdir()] == [
        "postgres.unfinished"
    ]


def test_another_major_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("16\n")
    with pytest.raises(embedded.EmbeddedServerError, match="made by PostgreSQL 16"):
        postgres_server._require_our_major(tmp_path)


def test_a_folder_of_another_user_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(embedded.EmbeddedServerError, match="belongs to the user") as e:
        sharing.require_owner(tmp_path, os.geteuid() + 1)
    assert "\n" not in str(e.value)


def test_a_pid_file_that_names_another_program_finds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "postmaster.pid"
    for text in (str(os.getpid()), "not a number", "", "999999999"):
        file.write_text(text)
        assert process.find(file, "postgres", tmp_path) is None


@pytest.mark.parametrize(
    ("written", "ready"),
    [(None, False), ("", False), ("12\n/x\nstarting", False), ("12\nready   \n", True)],
)
def test_a_server_is_ready_once_its_pid_file_says_so(
    written: str | None, ready: bool, tmp_path: Path
) -> None:
    if written is not None:
        (tmp_path / "postmaster.pid").write_text(written)
    assert postgres_server._is_ready(tmp_path) is ready


def test_a_server_that_ignores_one_signal_gets_the_next(var: Path) -> None:
    with holder(var):
        server = process.find(
            var / "postgres" / "postmaster.pid", "postgres", var / "postgres"
        )
        assert server is not None
        process.stop(server, signal.SIGCONT, signal.SIGQUIT, patience=1)
        assert not process.is_alive(server)


def test_the_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    key = embedded.secret_key(tmp_path)
    assert embedded.secret_key(tmp_path) == key
    assert len(key) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_named_servers_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/x")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere")
    embedded.provide(tmp_path / "var")
    assert not (tmp_path / "var").exists()
