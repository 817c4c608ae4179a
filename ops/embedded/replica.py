"""A streaming replica of the embedded PostgreSQL, for reads.

The primary keeps what a replica that is away still has to read, by a slot, up to
`max_slot_wal_keep_size` and for `idle_replication_slot_timeout`. A replica that was
away for longer is copied anew.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

import psycopg
from psycopg import conninfo

from ops.embedded import postgres_server
from ops.embedded.sharing import EmbeddedServerError

SLOT: Final = "sfpermits_replica"
SETTINGS: Final = postgres_server.SETTINGS | {
    "shared_buffers": "2GB",
    "hot_standby": "on",
    # The primary keeps the rows that a query here still reads.
    "hot_standby_feedback": "on",
    # What a load must lock exclusively waits for queries so long, then ends them; the
    # site asks those again of the primary.
    "max_standby_streaming_delay": "10s",
    "wal_receiver_timeout": "10s",
    "wal_receiver_status_interval": "1s",
    "wal_retrieve_retry_interval": "1s",
    "primary_slot_name": SLOT,
}


def start(data: Path, primary: Path, say: Callable[[str], None]) -> str:
    """Start a replica in the folder `data` of the server that runs in `primary`.

    The first time, and where it has fallen too far behind, it is copied, which takes
    as much disk as the primary has. Returns the address of our database there.
    """
    if not postgres_server.runs(data):
        if not _can_follow(data, primary):
            say("Copying the database for the replica")
            _copy(data, primary)
        say("Starting the replica")
        follow = {"primary_conninfo": _conninfo(primary)}
        postgres_server.launch(data, SETTINGS | follow)
    return postgres_server.address(data)


def stop(data: Path) -> None:
    """Stop the replica of `data`, if one runs. Its slot stays, for its return."""
    postgres_server.stop(data)


def pid(data: Path) -> int | None:
    """Give the process id of the replica of `data`, if one runs."""
    return postgres_server.pid(data)


def _conninfo(primary: Path) -> str:
    return conninfo.make_conninfo(
        host=str(postgres_server.sockets(primary)),
        port=postgres_server.PORT,
        user="postgres",
        application_name="sfpermits-replica",
    )


def _can_follow(data: Path, primary: Path) -> bool:
    """Tell whether the primary still has all that `data` lacks."""
    # Without the signal it would be a server of its own, not a replica.
    if not (data / "standby.signal").exists() or not postgres_server.is_complete(data):
        return False
    with _connected(primary) as connection:
        found = connection.execute(
            "SELECT wal_status FROM pg_replication_slots WHERE slot_name = %s", [SLOT]
        ).fetchone()
    # A new primary has no slot, and one that was invalidated has lost what it kept.
    return found is not None and found[0] in {"reserved", "extended", "unreserved"}


def _connected(primary: Path) -> psycopg.Connection:
    address = postgres_server.address(primary, "postgres")
    return psycopg.connect(address, autocommit=True)


def _copy(data: Path, primary: Path) -> None:
    """Copy beside its place, then move there: whole or not at all."""
    owner, program = postgres_server.account(), postgres_server.binaries()
    part = data.with_name(f"{data.name}.new")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)
    if os.geteuid() == 0:
        os.chown(part, owner.pw_uid, owner.pw_gid)
        postgres_server.let_in(program, part)
    _renew_slot(primary)
    command = [str(program / "pg_basebackup"), "--dbname", _conninfo(primary)]
    result = subprocess.run(  # noqa: S603 - the binary is in our own wheel
        [
            *command,
            *("--pgdata", str(part), "--slot", SLOT, "--wal-method", "stream"),
            *("--checkpoint", "fast", "--write-recovery-conf"),
        ],
        cwd=part,
        capture_output=True,
        text=True,
        check=False,
        **postgres_server.identity(owner),
    )
    if result.returncode:
        said = result.stderr.strip()
        raise EmbeddedServerError(f"The replica could not be copied: {said}")
    (part / "log").unlink(missing_ok=True)
    shutil.rmtree(data, ignore_errors=True)
    part.rename(data)


def _renew_slot(primary: Path) -> None:
    """Have the primary keep what is written from now on."""
    with _connected(primary) as connection:
        connection.execute(
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
            " WHERE slot_name = %s AND NOT active",
            [SLOT],
        )
        connection.execute(
            "SELECT pg_create_physical_replication_slot(%s, true)", [SLOT]
        )
