"""Who may run a job: rows of `cron_log` claimed by one process, under a lease.

The lock is a row too (a unique index over the running ones), not a lock of a database
session: it holds behind a connection pooler, and everyone can see who has it.
"""

import datetime as dt
import logging
import os
import signal
import socket
import threading
import time
import uuid
from types import FrameType
from typing import Self

from django.db import Error, IntegrityError, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from ops import jobs
from ops.jobs import Job
from ops.models import CronLog

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(seconds=60)
# Seconds between renewals: three may fail before the lease runs out.
RENEWAL = 15.0
MOST_LINES = 200
_GONE = "The process that ran it ended before it was done."
Status = CronLog.Status
ENDED_BADLY = (Status.FAILED, Status.LOST)


class NotClaimedError(Exception):
    """The slot is not run, and nothing changed; the message says why."""


class BusyError(NotClaimedError):
    """Another job holds the lock."""


class StoppedError(KeyboardInterrupt):
    """The work was interrupted: past its limit, or the row is no longer ours.

    A KeyboardInterrupt, so that a query in progress is cancelled and what cleans up
    after Ctrl-C does so here.
    """


def claim(
    job: Job, *, scheduled_for: dt.datetime, by: str = "", again: bool = False
) -> CronLog:
    """The slot's row, now running and held by this process alone.

    A slot that failed, was lost or was skipped is claimed anew if attempts are left or
    `again` asks for it. Raises NotClaimedError, or BusyError for the lock.
    """
    mark_lost()
    row = CronLog(
        job_name=job.name, scheduled_for=scheduled_for, **_claimed(job, by=by)
    )
    # Of all that do this at once, one inserts: the others come upon its row.
    CronLog.objects.bulk_create([row], ignore_conflicts=True)
    held = CronLog.objects.filter(job_name=job.name, scheduled_for=scheduled_for)
    found = held.first()
    if found is None:
        raise BusyError(_busy(job))
    if found.lease_token == row.lease_token:
        return found
    if not _may_retry(found, job, again=again):
        raise NotClaimedError(f"{found} was run before: {found.status}.")
    return _retry(found, job, by=by)


def _may_retry(row: CronLog, job: Job, *, again: bool) -> bool:
    if again:
        return row.status in {*ENDED_BADLY, Status.SKIPPED}
    return row.status in ENDED_BADLY and row.attempt < job.attempts


def _retry(row: CronLog, job: Job, *, by: str) -> CronLog:
    new = _claimed(job, by=by or row.requested_by)
    unchanged = CronLog.objects.filter(
        pk=row.pk, status=row.status, attempt=row.attempt
    )
    note = f"Attempt {row.attempt} ended: {row.status}. {row.error_message}".strip()
    log = tail([*row.log.splitlines(), note])
    try:
        with transaction.atomic():
            won = unchanged.update(
                **new,
                log=log,
                attempt=F("attempt") + 1,
                status=Status.RUNNING,
                finished_at=None,
                error_message="",
                rows_read=None,
                rows_changed=None,
            )
    except IntegrityError as error:
        raise BusyError(_busy(job)) from error
    if not won:
        raise NotClaimedError(f"{row} is being run by another process.")
    return CronLog.objects.get(pk=row.pk)


def _claimed(job: Job, *, by: str) -> dict[str, object]:
    return {
        "started_at": timezone.now(),
        "host": f"{socket.gethostname()}:{os.getpid()}",
        "requested_by": by,
        "lock": job.lock_name,
        "lease_token": uuid.uuid4(),
        "lease_until": Now() + LEASE,
    }


def _busy(job: Job) -> str:
    holding = CronLog.objects.filter(lock=job.lock_name, status=Status.RUNNING)
    holder = holding.first()
    return f"{job.name} waits: {holder or 'another job'} is running."


def mark_lost() -> int:
    """End the runs whose process no longer renews its lease. Returns how many.

    They are lost, to be tried again; one that was its last attempt has failed.
    """
    expired = CronLog.objects.filter(status=Status.RUNNING, lease_until__lt=Now())
    ended = expired.filter(_no_attempt_left()).update(
        **_ended(Status.FAILED), error_message=f"{_GONE} It was the last attempt."
    )
    ended += expired.update(**_ended(Status.LOST), error_message=_GONE)
    if ended:
        logger.warning("Runs whose process is gone: %d", ended)
    return ended


def _no_attempt_left() -> Q:
    found = Q(pk__in=[])
    for job in jobs.registry().values():
        found |= Q(job_name=job.name, attempt__gte=job.attempts)
    return found


def _ended(status: CronLog.Status) -> dict[str, object]:
    return {"status": status, "finished_at": Now(), "lease_token": None}


def tail(lines: list[str]) -> str:
    """The last lines of a log, as it is stored."""
    return "\n".join(lines[-MOST_LINES:])


class Lease:
    """Renews a claimed row and writes its log while the work goes on, by a thread.

    Use as a context in the main thread of the process: the work is interrupted with
    StoppedError past `limit`, or once the row was given to another process.
    """

    def __init__(self, row: CronLog, limit: dt.timedelta) -> None:
        self.row = row
        self.deadline = time.monotonic() + limit.total_seconds()
        self.limit = limit
        self.lines = row.log.splitlines()
        self._reason = ""
        self._over = threading.Event()
        self._main = threading.get_ident()
        self._can_stop = threading.current_thread() is threading.main_thread()
        self._thread = threading.Thread(
            target=self._keep, name=f"lease of {row.job_name}", daemon=True
        )

    def __enter__(self) -> Self:
        if self._can_stop:
            self._before = signal.signal(signal.SIGALRM, self._stop)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        if self._can_stop:
            signal.signal(signal.SIGALRM, self._before)

    def _keep(self) -> None:
        try:
            while not self._over.wait(self._pause()):
                if time.monotonic() >= self.deadline:
                    self._interrupt(f"It was stopped at its limit of {self.limit}.")
                elif not self._renewed():
                    self._interrupt("It was cancelled, or given to another process.")
        finally:
            connection.close()

    def _pause(self) -> float:
        """Past the deadline it insists, as code may have swallowed the interrupt."""
        left = self.deadline - time.monotonic()
        return min(RENEWAL, left) if left > 0 else (5.0 if self._reason else 0.0)

    def _renewed(self) -> bool:
        ours = CronLog.objects.filter(pk=self.row.pk, lease_token=self.row.lease_token)
        try:
            return bool(ours.update(lease_until=Now() + LEASE, log=tail(self.lines)))
        except Error:
            # It may be back before the lease runs out; if not, the run counts as lost.
            logger.warning("The lease of %s could not be renewed.", self.row)
            connection.close()
            return True

    def _interrupt(self, reason: str) -> None:
        self._reason = reason
        if self._can_stop and not self._over.is_set():
            signal.pthread_kill(self._main, signal.SIGALRM)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        if not self._over.is_set():
            raise StoppedError(self._reason)


def release(
    row: CronLog,
    *,
    status: CronLog.Status,
    error: str,
    lines: list[str],
    **figures: int | None,
) -> bool:
    """Write how the run ended, if the row is still ours; tells whether it was."""
    ours = CronLog.objects.filter(pk=row.pk, lease_token=row.lease_token)
    written = ours.update(
        status=status,
        finished_at=timezone.now(),
        error_message=error,
        log=tail(lines),
        lease_token=None,
        **figures,
    )
    return bool(written)
