"""Web server and worker are told to stop (SIGTERM) while they are at work."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
from django.conf import settings

from ops.faults import background, jobs
from ops.faults.outcome import Outcome
from ops.faults.web import started
from ops.jobs import Job

WITHIN = 30.0
REQUESTS = 8
# How a platform starts a worker, see Procfile.
PROCFILE = {"REMAP_SIGTERM": "SIGQUIT"}


def told_to_stop() -> list[Outcome]:
    """Requests, a job that can end in time, and one that cannot."""
    return [_web(), _short(), _long()]


def _web() -> Outcome:
    with (
        started("ops.faults.slow_site", settings.VAR_DIR) as (base, process),
        ThreadPoolExecutor(REQUESTS) as threads,
    ):
        asked = [threads.submit(_status, base) for _ in range(REQUESTS)]
        time.sleep(1)
        process.terminate()
        took = _end(process)
        found = Counter(one.result() for one in asked)
    seen = ", ".join(f"{number} x {status}" for status, number in found.items())
    return Outcome(
        fault=f"the web server is told to stop with {REQUESTS} requests in flight",
        expected=f"{REQUESTS} x 200, gone within {WITHIN:.0f} s",
        seen=f"{seen}, gone after {took:.0f} s",
        passed=found == {200: REQUESTS} and took <= WITHIN,
    )


def _status(base: str) -> int:
    try:
        return httpx.get(f"{base}/robots.txt", timeout=20).status_code
    except httpx.HTTPError:
        return 0


def _end(process: background.Process) -> float:
    start = time.monotonic()
    background.until(lambda: process.poll() is not None, WITHIN + 10)
    return time.monotonic() - start


def _short() -> Outcome:
    took = _stopped_during(jobs.MIDDLING)
    row, (effects,) = background.last(jobs.MIDDLING), jobs.effects([jobs.MIDDLING])
    status = f"{row.status} in attempt {row.attempt}" if row else "not run"
    return Outcome(
        fault="a worker is told to stop during a job of 8 s",
        expected=f"success in attempt 1, done 1 x, gone within {WITHIN:.0f} s",
        seen=f"{status}, done {effects} x, gone after {took:.0f} s",
        passed=status == "success in attempt 1" and effects == 1 and took <= WITHIN,
    )


def _long() -> Outcome:
    took = _stopped_during(jobs.LONG)
    with background.working():
        again = background.until(_is_tried_again, 150)
    return Outcome(
        fault="a worker is told to stop during a job of 5 minutes",
        expected=f"gone within {WITHIN:.0f} s, the job is tried again",
        seen=f"gone after {took:.0f} s, tried again: {'yes' if again else 'no'}",
        passed=took <= WITHIN and again,
    )


def _is_tried_again() -> bool:
    row = background.last(jobs.LONG)
    return row is not None and row.attempt > 1 and row.status == "running"


def _stopped_during(job: Job) -> float:
    """Seconds from the signal to the worker's end."""
    background.forget(job)
    with background.working(beat=False, **PROCFILE) as worker:
        background.publish(job)
        background.until(background.has(job, "running"), background.PATIENCE)
        time.sleep(1)
        worker.terminate()
        return _end(worker)
