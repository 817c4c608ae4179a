"""What breaks during a run: programs of `manage.py up --scaled`, by its scaled.json.

Only process ids named in there are touched, and the file is read again each time:
what was started again has another id.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from redis import Redis
from redis.exceptions import RedisError

ROOT: Final = Path(__file__).resolve().parent.parent
SECONDS: Final = 30.0
# The share of the run after which it breaks: the load is steady by then.
BEGINS: Final = 0.4
# The cache's database in Redis, as docs/operations.md has it.
CACHE: Final = 1

Say = Callable[[str], None]


class FaultError(Exception):
    """There is nothing to break; the message says why."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """The scaled site, as scaled.json says it is at the moment."""

    path: Path

    def pid(self, kind: str, name: str) -> int:
        """Give the process of a program or server. Raises FaultError."""
        found = self.report().get(kind, {}).get(name, {}).get("pid")
        if not isinstance(found, int) or found <= 1:
            raise FaultError(f"{self.path} names no process of {name}.")
        return found

    def redis_url(self) -> str:
        """Give the address of Redis. Raises FaultError."""
        url = self.report().get("servers", {}).get("redis", {}).get("url")
        if not isinstance(url, str):
            raise FaultError(f"{self.path} names no address of Redis.")
        return url

    def report(self) -> Mapping[str, Any]:
        """Raises FaultError."""
        try:
            report: Mapping[str, Any] = json.loads(self.path.read_text())
        except (OSError, ValueError) as error:
            raise FaultError(f"{self.path} cannot be read: {error}.") from error
        return report


@dataclass(slots=True)
class Fault:
    """A fault of a site; `over` is set at the end of the run."""

    name: str
    site: Scaled
    csv: Path | None = None
    over: threading.Event = field(default_factory=threading.Event)


def redis(fault: Fault, say: Say) -> None:
    """Redis accepts connections and never answers, for 30 s."""
    pid = fault.site.pid("servers", "redis")
    os.kill(pid, signal.SIGSTOP)
    say(f"Redis is stopped for {SECONDS:.0f} s.")
    try:
        fault.over.wait(SECONDS)
    finally:
        os.kill(pid, signal.SIGCONT)
        say("Redis goes on.")


def web(fault: Fault, say: Say) -> None:
    _kill(fault.site, "web-1", say)


def replica(fault: Fault, say: Say) -> None:
    _kill(fault.site, "replica", say, signal.SIGQUIT)


def flush(fault: Fault, say: Say) -> None:
    """Everything in the cache is deleted, every 30 s."""
    while not fault.over.is_set():
        with Redis.from_url(fault.site.redis_url(), db=CACHE) as cache:
            cache.flushdb()
        say("The cache is flushed.")
        fault.over.wait(SECONDS)


def ingest(fault: Fault, say: Say) -> None:
    """A load of permits and all that is made of them, as at night."""
    assert fault.csv is not None
    environment = os.environ | {"SFPERMITS_VAR": str(fault.site.path.parent.resolve())}
    given = ["permits", "--file", str(fault.csv.resolve())]
    command = [sys.executable, "manage.py", "ingest", *given]
    say(f"A load begins: {' '.join(command[1:])}")
    with subprocess.Popen(  # noqa: S603 - our own program
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        _, said = process.communicate()
    last = said.strip().splitlines()[-1:] or ["nothing said"]
    say(f"The load ended with {process.returncode}: {last[0]}")


def _kill(
    site: Scaled, name: str, say: Say, how: signal.Signals = signal.SIGKILL
) -> None:
    pid = site.pid("programs", name)
    os.kill(pid, how)
    say(f"{name} (process {pid}) is killed.")


# Of PostgreSQL, SIGQUIT is the sudden end that leaves no process behind.
FAULTS: Final[Mapping[str, Callable[[Fault, Say], None]]] = {
    each.__name__: each for each in (redis, web, replica, flush, ingest)
}


def find(name: str | None, path: Path | None, csv: Path | None) -> Fault | None:
    """Give the fault, of the site that runs. Raises FaultError if none does."""
    if name is None:
        return None
    if path is None:
        path = ROOT / os.environ.get("SFPERMITS_VAR", "var") / "scaled.json"
    if not path.exists():
        raise FaultError(
            f"There is no {path}: faults are made on a site of `manage.py up --scaled`."
        )
    if name == ingest.__name__ and (csv is None or not csv.exists()):
        raise FaultError("--fault ingest needs a file of permits: --csv FILE.")
    return Fault(name, Scaled(path), csv)


@contextmanager
def under_way(fault: Fault | None, seconds: int, say: Say) -> Iterator[None]:
    """Make the fault after a part of the run, and undo it at the end."""
    if fault is None:
        yield
        return
    thread = threading.Thread(target=_make, args=(fault, seconds * BEGINS, say))
    thread.start()
    try:
        yield
    finally:
        fault.over.set()
        thread.join()


def _make(fault: Fault, after: float, say: Say) -> None:
    if fault.over.wait(after):
        return
    try:
        FAULTS[fault.name](fault, say)
    except (FaultError, OSError, RedisError) as error:
        say(f"The fault was not made: {error}")
