"""Several processes, one pair of servers: who starts them, who stops them.

Every process that uses the servers holds a shared lock on `var/users.lock`; the kernel
drops it however the process ends. Who leaves and can turn it into an exclusive lock was
the last and stops the servers. A small keeper process (keeper.py) does so for processes
that were killed. `var/embedded.lock` lets one process at a time start or stop.
"""

import atexit
import fcntl
import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class EmbeddedServerError(Exception):
    """An embedded server cannot be used; the message says why and what to do."""


_held: dict[Path, int] = {}


def claim(var: Path) -> None:
    """Make `var`, or refuse it with a clear message where it is another user's."""
    try:
        var.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EmbeddedServerError(f"Cannot make {var}: {error.strerror}.") from error
    if not os.access(var, os.W_OK | os.X_OK):
        require_owner(var, os.geteuid())
        raise EmbeddedServerError(f"Cannot write to {var}.")


def require_owner(folder: Path, uid: int) -> None:
    """Refuse a folder that another user's run has made."""
    owner = folder.stat().st_uid
    if owner != uid:
        raise EmbeddedServerError(
            f"{folder} belongs to the user {_user_name(owner)}: run as that user,"
            " remove the folder, or set SFPERMITS_VAR to a folder of your own."
        )


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


@contextmanager
def starting(var: Path) -> Iterator[None]:
    """Keep every other process from starting or stopping the servers of `var`."""
    descriptor = _open(var / "embedded.lock")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def share(var: Path) -> None:
    """Count this process among the users of the servers until it ends."""
    if var not in _held:
        _held[var] = _open(var / "users.lock")
        fcntl.flock(_held[var], fcntl.LOCK_SH)
        atexit.register(_leave, var, os.getpid())
    _start_keeper(var)


def _leave(var: Path, owner: int) -> None:
    """Stop the servers if nobody else uses them; a fork of the owner never does."""
    if os.getpid() != owner or not var.exists():
        return
    with starting(var):
        descriptor = _held.pop(var)
        if nobody_else_uses(descriptor):
            stop_servers(var)
        # A fork may hold a copy of the descriptor, and with it the lock.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def nobody_else_uses(descriptor: int) -> bool:
    """Tell whether the lock on `users.lock` could be made exclusive."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def stop_servers(var: Path) -> None:
    """Stop all servers and the keeper of `var`, whoever started them."""
    from ops.embedded import (
        pgbouncer,
        postgres_server,
        process,
        redis_server,
        replica,
    )

    redis_server.stop(var / "redis")
    pgbouncer.stop(var / "pgbouncer")
    # The primary waits for a replica to have all of it before it ends.
    replica.stop(var / "replica")
    postgres_server.stop(var / "postgres")
    process.stop_keeper(var)


def _start_keeper(var: Path) -> None:
    lock = _open(var / "keeper.lock")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # there is one
    else:
        # The keeper inherits the lock, so that there is never a second one.
        keeper = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "ops.embedded.keeper", str(var)],
            cwd=Path(__file__).parent.parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=[lock],
        )
        os.ftruncate(lock, 0)
        os.write(lock, str(keeper.pid).encode())
        _keepers.append(keeper)
    finally:
        os.close(lock)


# Kept so that the interpreter does not complain about a child that outlives it.
_keepers: list[subprocess.Popen[bytes]] = []


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
