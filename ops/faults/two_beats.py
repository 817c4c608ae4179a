"""Two schedulers at once: every slot is run, and is run once."""

import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from ops.embedded import redis_server
from ops.faults import background
from ops.faults.outcome import Outcome
from ops.models import CronLog
from ops.schedule import EveryMinute

MINUTES = 3
PATIENCE = 15.0
# Both are due every minute.
JOBS = ("heartbeat", "reconcile")
REFUSED = "was run before"


def two_beats(minutes: int = MINUTES) -> Outcome:
    """Run two beats and a worker on a queue of their own, and count rows a slot.

    The rows are those of this site's log. The worker takes the queue of small jobs
    alone, so nothing else of the site is run by it. Takes up to a minute more.
    """
    with tempfile.TemporaryDirectory() as name, _running(Path(name)) as log:
        first = EveryMinute().following(timezone.now() + dt.timedelta(seconds=PATIENCE))
        last = first + dt.timedelta(minutes=minutes - 1)
        _wait_until(last + dt.timedelta(seconds=PATIENCE))
        refused = log.read_text().count(REFUSED)
    rows = CronLog.objects.filter(
        job_name__in=JOBS, scheduled_for__gte=first, scheduled_for__lte=last
    )
    slots = set(rows.values_list("job_name", "scheduled_for"))
    expected = minutes * len(JOBS)
    return Outcome(
        fault=f"two beats for {minutes} minutes",
        expected=f"{expected} slots, {expected} rows, {expected} or more refused",
        seen=f"{len(slots)} slots, {len(rows)} rows, {refused} refused",
        passed=len(slots) == len(rows) == expected <= refused
        and all(row.attempt == 1 for row in rows),
    )


@contextmanager
def _running(folder: Path) -> Iterator[Path]:
    """Give the worker's log, while the worker and both beats run."""
    url = redis_server.start(folder / "redis", lambda _: None)
    worker = ["worker", "--queues", "default", "--concurrency", "2"]
    worker += ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    beats = [
        ["beat", "--pidfile=", "--schedule", str(folder / f"beat-{number}")]
        for number in (1, 2)
    ]
    log = folder / "worker.log"
    programs = [_start(worker, url, log)]
    try:
        programs += [_start(beat, url, folder / "beat.log") for beat in beats]
        yield log
    finally:
        for program in programs:
            program.terminate()
        for program in programs:
            try:
                program.wait(PATIENCE)
            except subprocess.TimeoutExpired:  # how it stops is told_to_stop's matter
                background.kill(program)
        redis_server.stop(folder / "redis")


def _start(arguments: list[str], redis: str, log: Path) -> subprocess.Popen[bytes]:
    role = {"SFPERMITS_ROLE": arguments[0], "REDIS_URL": redis, "LOG_LEVEL": "INFO"}
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - our own programs
            [sys.executable, "-m", "celery", "--app", "sfpermits", *arguments],
            cwd=settings.BASE_DIR,
            env=dict(os.environ) | role,
            stdout=output,
            stderr=output,
        )


def _wait_until(moment: dt.datetime) -> None:
    time.sleep(max(0.0, (moment - timezone.now()).total_seconds()))
