"""Redis goes away under requests: refused at once, or silent for ever."""

import os
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx

from ops.embedded import redis_server
from ops.faults.outcome import Outcome
from ops.faults.web import served

PATHS = ("/", "/search/?q=kitchen", "/search/suggest?q=kit", "/search.csv?q=kitchen")
CALLS, AT_ONCE, WAIT = 120, 4, 0.6
REFUSED = 429
CLOSE = {"Connection": "close"}
# Path, status, seconds.
Answer = tuple[str, int, float]


def redis_stopped() -> list[Outcome]:
    """Ask for pages and exports with Redis silent, and with Redis gone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = redis_server.start(folder / "redis", lambda _: None)
        try:
            with served("sfpermits.wsgi", folder, REDIS_URL=url) as base:
                _ask(base)  # each process's first answers are slow
                before = _slowest(_ask(base))
                with _silent(folder / "redis"):
                    silent = _outcome("Redis is silent", _ask(base), before)
                redis_server.stop(folder / "redis")
                # The breaker is given time to try again, and find nobody.
                gone = _outcome("Redis is stopped", _ask(base), before)
        finally:
            redis_server.stop(folder / "redis")
    return [silent, gone]


@contextmanager
def _silent(folder: Path) -> Iterator[None]:
    """Freeze the server: its socket takes connections and never answers."""
    pid = int((folder / "redis.pid").read_text().split()[0])
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def _ask(base: str) -> list[Answer]:
    with (
        # A connection for each request, so that all processes get some.
        httpx.Client(base_url=base, timeout=10, headers=CLOSE) as client,
        ThreadPoolExecutor(AT_ONCE) as threads,
    ):
        paths = [PATHS[i % len(PATHS)] for i in range(CALLS)]
        return list(threads.map(lambda path: _one(client, path), paths))


def _one(client: httpx.Client, path: str) -> Answer:
    start = time.perf_counter()
    status = client.get(path).status_code
    return path, status, time.perf_counter() - start


def _slowest(answers: list[Answer]) -> float:
    return max(seconds for _, _, seconds in answers)


def _outcome(fault: str, answers: list[Answer], before: float) -> Outcome:
    """Judge the answers; `before` is how long one took with Redis at work."""
    statuses = Counter(status for _, status, _ in answers)
    added = max(0.0, _slowest(answers) - before)
    limited = {path for path, status, _ in answers if status == REFUSED}
    counted = ", ".join(f"{number} x {status}" for status, number in statuses.items())
    right = set(statuses) <= {200, REFUSED} and limited <= {PATHS[-1]}
    return Outcome(
        fault=fault,
        expected=f"no 5xx, exports limited, at most {WAIT} s slower than before",
        seen=f"{counted}, slowest {_slowest(answers):.2f} s, before {before:.2f} s",
        passed=right and added <= WAIT,
    )
