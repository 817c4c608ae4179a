"""A worker and a beat of a fault's own, and what they have done."""

import datetime as dt
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

import psutil
from celery import current_app
from django.conf import settings
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from ops import reconcile
from ops.jobs import Job
from ops.models import CronLog

PATIENCE = 60.0
Process = subprocess.Popen[bytes]


@contextmanager
def working(*, beat: bool = True, **environment: str) -> Iterator[Process]:
    """Give a worker that takes jobs, and let a beat run beside it."""
    name = f"fault-{secrets.token_hex(4)}"
    named = "--hostname", f"{name}@%h"
    with _program(*WORKER, *named, role="worker", **environment) as worker:
        if not until(lambda: _answers(name), PATIENCE):
            raise RuntimeError("The worker did not start.")
        if not beat:
            yield worker
            return
        with _program("beat", "--pidfile=", f"--schedule={_schedule()}", role="beat"):
            yield worker


def _answers(name: str) -> bool:
    import_module(settings.CELERY_MODULE)
    try:
        found = current_app.control.ping(timeout=1) or []
    # The connection of an earlier fault; the next is a new one.
    except (RedisError, OperationalError):
        return False
    return any(each.startswith(name) for answer in found for each in answer)


WORKER = (
    *("worker", "--queues", "default", "--concurrency", "2", "--without-gossip"),
    *("--without-mingle", "--include", "ops.faults.at_work"),
)


def _schedule() -> str:
    return str(settings.VAR_DIR / f"beat-{time.monotonic_ns()}")


@contextmanager
def _program(*arguments: str, role: str, **environment: str) -> Iterator[Process]:
    command = [sys.executable, "-m", "celery", "--app", "sfpermits", *arguments]
    given = {"SFPERMITS_ROLE": role, "LOG_LEVEL": "INFO"} | environment
    with (settings.VAR_DIR / f"{role}.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own programs
            [*command, "--loglevel", "INFO"],
            cwd=settings.BASE_DIR,
            env=dict(os.environ) | given,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: Process) -> None:
    """End it and what it started, as losing the machine does."""
    if process.poll() is None:
        found = psutil.Process(process.pid)
        for each in [*found.children(recursive=True), found]:
            try:
                each.send_signal(signal.SIGKILL)
            except psutil.NoSuchProcess:
                continue
    process.wait()


def publish(*wanted: Job) -> dt.datetime:
    """Queue them all, for one slot: now."""
    slot = timezone.now()
    for each in wanted:
        reconcile.publish(each, slot)
    return slot


def last(job: Job) -> CronLog | None:
    """The newest row of the job."""
    return CronLog.objects.filter(job_name=job.name).order_by("-scheduled_for").first()


def has(job: Job, *statuses: str) -> Callable[[], bool]:
    """Whether the job's newest row has one of these."""

    def found() -> bool:
        row = last(job)
        return row is not None and row.status in statuses

    return found


def until(ready: Callable[[], bool], seconds: float) -> bool:
    """Wait for `ready()` to be true; False if it is not within `seconds`."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def forget(*wanted: Job) -> None:
    """Remove rows and effects that an earlier fault left, and close the connection."""
    for each in wanted:
        (settings.VAR_DIR / f"{each.name}.effect").unlink(missing_ok=True)
    CronLog.objects.filter(job_name__in=[each.name for each in wanted]).delete()
    connection.close()
