"""The one way a job runs: a row, a lock, a limit, and an end that is written down."""

import datetime as dt
import logging
import time
import traceback
from dataclasses import dataclass

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone

from ops import jobs, locks
from ops.jobs import Job, SkipError
from ops.models import CronLog

logger = logging.getLogger(__name__)

Status = CronLog.Status
# Seconds between two lines of progress in the process's own log.
LINE_EVERY = 15.0
KEEP_TROUBLE = dt.timedelta(days=90)
TRACEBACK_LINES = 20


@dataclass(slots=True)
class Run:
    """What a job is given: where it says how far it is and what it came to."""

    row: CronLog
    lease: locks.Lease
    rows_read: int | None = None
    rows_changed: int | None = None
    _logged: float = 0.0

    def say(self, line: str) -> None:
        """Add a line to the row's log and to the process's."""
        self._note(line)
        self._logged = time.monotonic()
        logger.info("%s: %s", self.row.job_name, line)

    def progress(self, step: str, rows: int = 0) -> None:
        """Hear how far a step is, as often as it likes; a line is kept now and then."""
        if time.monotonic() - self._logged >= LINE_EVERY:
            self.say(f"{step}: {rows:,}" if rows else step)

    def figures(self, *, read: int | None = None, changed: int | None = None) -> None:
        """How many rows were read, and how many were added, changed or removed."""
        self.rows_read, self.rows_changed = read, changed

    def _note(self, line: str) -> None:
        now = timezone.localtime()
        self.lease.lines.append(f"{now:%Y-%m-%d %H:%M:%S} {line}")


def run(
    job: Job, *, scheduled_for: dt.datetime, by: str = "", again: bool = False
) -> CronLog:
    """Run one slot of a job; the row that comes back says how it ended.

    Whatever the job raises is written to the row and the log, and not raised here, but
    for Ctrl-C and the end of the process. Raises locks.NotClaimedError if the slot was
    run before, or is being run.
    """
    row = locks.claim(job, scheduled_for=scheduled_for, by=by, again=again)
    logger.log(_level(job), "%s: started, attempt %d.", row, row.attempt)
    with locks.Lease(row, job.limit) as lease:
        at_work = Run(row, lease)
        try:
            status, error = _work(job, at_work)
        except BaseException as stop:
            _end(at_work, Status.FAILED, f"{type(stop).__name__}: stopped by hand.")
            raise
    _end(at_work, status, error, level=logging.INFO if error else _level(job))
    if job.keep < jobs.DAYS:
        prune(job)
    row.refresh_from_db()
    return row


def _work(job: Job, at_work: Run) -> tuple[CronLog.Status, str]:
    try:
        job.call(at_work)
    except SkipError as reason:
        return Status.SKIPPED, str(reason)
    except locks.StoppedError as reason:
        logger.warning("%s: %s", at_work.row, reason)
        return Status.FAILED, str(reason)
    except Exception as error:
        logger.exception("%s failed.", at_work.row)
        lines = "".join(traceback.format_exception(error)).splitlines()
        at_work.lease.lines += lines[-TRACEBACK_LINES:]
        return Status.FAILED, f"{type(error).__name__}: {error}".strip()
    return Status.SUCCESS, ""


def _level(job: Job) -> int:
    """What runs every minute says so only where it is looked into."""
    return logging.DEBUG if job.keep < jobs.DAYS else logging.INFO


def _end(
    at_work: Run, status: CronLog.Status, error: str, *, level: int = logging.INFO
) -> None:
    _leave_broken_connection()
    row = at_work.row
    ours = locks.release(
        row,
        status=status,
        error=error,
        lines=at_work.lease.lines,
        rows_read=at_work.rows_read,
        rows_changed=at_work.rows_changed,
    )
    if ours:
        logger.log(level, "%s: %s. %s", row, status, error)
    else:
        logger.warning("%s ended (%s), but was no longer ours.", row, status)


def _leave_broken_connection() -> None:
    """A job may leave a connection that answers nothing more; the next is a new one."""
    if connection.in_atomic_block or connection.connection is None:
        return
    if not connection.is_usable():
        connection.close()


def last_runs() -> dict[str, CronLog]:
    """The newest run of each job, by its name; one query."""
    newest = CronLog.objects.order_by("job_name", "-scheduled_for").distinct("job_name")
    return {row.job_name: row for row in newest}


def last_good_runs() -> dict[str, CronLog]:
    """The newest run of each job that ended well or was not needed; one query."""
    good = CronLog.objects.filter(status__in=[Status.SUCCESS, Status.SKIPPED])
    newest = good.order_by("job_name", "-scheduled_for").distinct("job_name")
    return {row.job_name: row for row in newest}


def cancel(row: CronLog, *, by: str) -> bool:
    """Take a running row from its process, which stops within a renewal of its lease.

    It counts as skipped: nobody tries it again unasked. Tells whether it still ran.
    """
    running = CronLog.objects.filter(pk=row.pk, status=Status.RUNNING)
    cancelled = running.update(
        status=Status.SKIPPED,
        finished_at=timezone.now(),
        lease_token=None,
        error_message="Cancelled by hand.",
        log=Concat("log", Value(f"\nCancelled by {by}.")),
    )
    return bool(cancelled)


def prune(job: Job) -> int:
    """Remove rows of the job's good runs that are older than it keeps them."""
    good = CronLog.objects.filter(
        job_name=job.name,
        status__in=[Status.SUCCESS, Status.SKIPPED],
        started_at__lt=timezone.now() - job.keep,
    )
    return good.delete()[0]


def purge(run: Run) -> None:
    """The job of the same name: every row that is no longer kept; expired sessions."""
    removed = sum(prune(job) for job in jobs.registry().values())
    old = CronLog.objects.exclude(status=Status.RUNNING).filter(
        started_at__lt=timezone.now() - KEEP_TROUBLE
    )
    removed += old.delete()[0]
    SessionStore.clear_expired()
    run.figures(changed=removed)
