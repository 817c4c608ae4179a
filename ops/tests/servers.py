"""Running our own programs in tests, and finding what they leave behind."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from django.conf import settings

HOLD = """
import os, sys
from pathlib import Path
from ops import embedded
embedded.provide(Path(sys.argv[1]))
print(os.environ["DATABASE_URL"], os.environ["REDIS_URL"], flush=True)
sys.stdin.read()
"""


def environment(var: Path, **more: str) -> dict[str, str]:
    """Give our environment without the servers of this test run."""
    unset = {"DATABASE_URL", "REDIS_URL", "PORT", "SFPERMITS_ROLE"}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return kept | {"SFPERMITS_VAR": str(var)} | more


@contextmanager
def holder(var: Path) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """Give a process that uses the servers of `var`, and both their addresses."""
    process = start([sys.executable, "-c", HOLD, str(var)], var)
    try:
        assert process.stdout is not None
        database, redis = process.stdout.readline().split()
        yield process, database, redis
    finally:
        process.communicate(timeout=20)


def start(command: list[str], var: Path, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=environment(var, **more),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def manage(var: Path, *arguments: str, **more: str) -> subprocess.Popen[str]:
    return start([sys.executable, "manage.py", *arguments], var, **more)


def processes_of(var: Path) -> list[psutil.Process]:
    """Give every live process started for `var`, found by environment and folder.

    Their `info` has name and command as they were then: they may end at any moment.
    """
    running = psutil.process_iter(["name", "cmdline"])
    return [found for found in running if _is_of(found, var)]


def kill(*processes: psutil.Process) -> None:
    """Kill them; with one of them others of them may end."""
    for found in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            found.kill()


def _is_of(process: psutil.Process, var: Path) -> bool:
    try:
        if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
            return False
        return (
            process.environ().get("SFPERMITS_VAR") == str(var)
            or Path(process.cwd()).is_relative_to(var)
            or str(var) in process.cmdline()
        )
    except psutil.Error:
        return False


def wait_until(ready: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
