"""Finding, launching and stopping the servers' processes."""

import os
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

import psutil

from ops.embedded.sharing import EmbeddedServerError, require_owner

# The longest path a Unix socket may have is 107 bytes on Linux, 103 on macOS.
LONGEST_SOCKET_PATH = 100


def find(pid_file: Path, name: str, folder: Path) -> psutil.Process | None:
    """Give the live process a pid file names, if it is still the one that wrote it.

    A pid outlives its process and may belong to another program by now. Both servers
    work in their data folder, so name and working folder tell.
    """
    try:
        process = psutil.Process(int(pid_file.read_text().split()[0]))
    except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
        return None
    return process if _is(process, name, folder) else None


def find_all(name: str, folder: Path) -> list[psutil.Process]:
    """Give every process of that name that works in `folder`, pid file or not."""
    return [found for found in psutil.process_iter() if _is(found, name, folder)]


def _is(process: psutil.Process, name: str, folder: Path) -> bool:
    try:
        return (
            process.name() == name
            and is_alive(process)
            and Path(process.cwd()) == folder
        )
    except psutil.Error:
        return False


def launch(command: list[str], output: IO[Any] | int, **kwargs: Any) -> int:
    """Start a server that outlives Ctrl-C and this process; returns its pid."""
    server = subprocess.Popen(  # noqa: S603 - binaries of our own wheels
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        **kwargs,
    )
    _launched.append(server)
    return server.pid


# Kept so that their exit can be seen, and no complaint made that they outlive us.
_launched: list[subprocess.Popen[bytes]] = []


def has_ended(pid: int) -> bool:
    """Tell whether a server this process launched is gone."""
    return any(one.pid == pid and one.poll() is not None for one in _launched)


def stop(process: psutil.Process, *signals: signal.Signals, patience: float) -> None:
    """Send each signal in turn, `patience` seconds apart, until the process is gone."""
    for number in signals:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)
        if until(lambda: not is_alive(process), patience):
            return


def is_alive(process: psutil.Process) -> bool:
    """Tell whether it still does anything; a zombie only waits to be counted."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def stop_keeper(var: Path) -> None:
    """End the keeper, unless it is the keeper itself that asks."""
    try:
        keeper = psutil.Process(int((var / "keeper.lock").read_text()))
        if keeper.pid != os.getpid() and "ops.embedded.keeper" in keeper.cmdline():
            stop(keeper, signal.SIGKILL, patience=1)
    except (OSError, ValueError, psutil.Error):
        return  # no keeper to end


def until(ready: Any, seconds: float) -> bool:
    """Wait for `ready()` to be true; False if it is not within `seconds`."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def socket_folder(folder: Path, name: str, uid: int) -> Path:
    """Give where a socket called `name` goes: `folder`, or a short one if that is deep.

    The short one is private to the user `uid`, because everyone can write to /tmp.
    """
    if _fits(folder / name):
        return folder
    digest = sha256(os.fsencode(folder)).hexdigest()[:16]
    for parent in (Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108 - made private below
        short = parent / f"sfpermits-{digest}"
        if _fits(short / name):
            short.mkdir(mode=0o700, exist_ok=True)
            if os.geteuid() == 0 and short.stat().st_uid == 0:
                os.chown(short, uid, -1)
            require_owner(short, uid)
            short.chmod(0o700)
            return short
    raise EmbeddedServerError(f"{folder} is too deep for a Unix socket.")


def _fits(path: Path) -> bool:
    return len(os.fsencode(path)) <= LONGEST_SOCKET_PATH
