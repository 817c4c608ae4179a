"""PgBouncer in front of a database, from the system's own package.

It refuses to run as root, so root starts it as the account PostgreSQL runs as.
"""

import os
import shutil
import signal
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import quote

from psycopg import conninfo

from ops.embedded import postgres_server, process
from ops.embedded.sharing import EmbeddedServerError

NAME: Final = "pgbouncer"
PORT: Final = 6432
SOCKET: Final = f".s.PGSQL.{PORT}"
PATIENCE: Final = 10.0
TEMPLATE: Final = Path(__file__).parent.parent / "pgbouncer" / "pgbouncer.ini"
WHERE: Final = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin"


def program() -> str | None:
    """Give where PgBouncer is installed, if it is."""
    return shutil.which(NAME, path=f"{os.environ.get('PATH', '')}:{WHERE}")


def start(
    folder: Path,
    database_url: str,
    say: Callable[[str], None],
    *,
    clients: int = 1000,
    servers: int = 20,
) -> str:
    """Start PgBouncer with its files in `folder`; returns the database's address there.

    It takes `clients` connections and shares `servers` among them, for each database.
    It listens on a Unix socket alone. One that runs already is used as it is.
    """
    found = conninfo.conninfo_to_dict(database_url)
    owner = postgres_server.account()
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        postgres_server.open_way(folder)
    sockets = process.socket_folder(folder, SOCKET, owner.pw_uid)
    if pid(folder) is None or not _answers(sockets / SOCKET):
        stop(folder)
        say("Starting PgBouncer")
        parameters = {name: str(value) for name, value in found.items()}
        sizes = {"max_client_conn": str(clients), "default_pool_size": str(servers)}
        _configure(folder, sockets, parameters, sizes)
        _launch(folder, sockets / SOCKET)
    user = quote(str(found.get("user", "")), safe="")
    password = quote(str(found.get("password") or ""), safe="")
    name = f"{user}:{password}" if password else user
    at = f"host={quote(str(sockets))}&port={PORT}"
    return f"postgresql://{name}@/{quote(str(found['dbname']))}?{at}"


def stop(folder: Path) -> None:
    """Stop the PgBouncer of `folder`, if one runs; transactions under way are cut."""
    for found in process.find_all(NAME, folder):
        process.stop(found, signal.SIGTERM, signal.SIGKILL, patience=2)


def pid(folder: Path) -> int | None:
    """Give the process id of the PgBouncer of `folder`, if one runs."""
    found = process.find(folder / "pgbouncer.pid", NAME, folder)
    return found.pid if found else None


def _configure(
    folder: Path, sockets: Path, found: Mapping[str, str], sizes: Mapping[str, str]
) -> None:
    user, password = found.get("user", ""), found.get("password", "")
    values = {
        "host": found.get("host", "localhost").replace("'", "''"),
        "port": found.get("port", "5432"),
        "user": user,
        "listen_addr": "",
        "listen_port": str(PORT),
        "auth_type": "scram-sha-256" if password else "trust",
        **sizes,
    }
    text = Template(TEMPLATE.read_text()).substitute(
        values, folder=folder, sockets=sockets
    )
    _write(folder / "pgbouncer.ini", text)
    _write(folder / "users.txt", f'"{_doubled(user)}" "{_doubled(password)}"\n')


def _doubled(value: str) -> str:
    return value.replace('"', '""')


def _write(path: Path, text: str) -> None:
    owner = postgres_server.account()
    part = path.with_suffix(".new")
    part.touch(mode=0o600)
    part.write_text(text)
    os.chown(part, owner.pw_uid, owner.pw_gid)
    part.rename(path)


def _launch(folder: Path, path: Path) -> None:
    found = program()
    if found is None:
        raise EmbeddedServerError(
            "PgBouncer is not installed; on Debian: apt-get install pgbouncer"
        )
    for stale in (folder / "pgbouncer.pid", path):
        stale.unlink(missing_ok=True)
    log = folder / "log"
    with log.open("ab") as output:
        server = process.launch(
            [found, "pgbouncer.ini"],
            output,
            cwd=folder,
            **postgres_server.identity(postgres_server.account()),
        )
    process.until(lambda: _answers(path) or process.has_ended(server), PATIENCE)
    if not _answers(path):
        raise EmbeddedServerError(f"PgBouncer did not start; its log is {log}.")


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        try:
            client.connect(str(path))
        except OSError:
            return False
    return True
