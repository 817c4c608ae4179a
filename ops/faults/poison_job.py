"""A job kills the process that runs it, every time."""

from django.utils import timezone

from ops.faults import background, jobs
from ops.faults.outcome import Outcome
from ops.locks import LEASE
from ops.models import CronLog

MOST = 3
# Seconds an attempt can take: its lease, and the minute until somebody looks.
ATTEMPT = LEASE.total_seconds() + 60


def poison_job() -> Outcome:
    """Let it be tried until it is given up, and another job be done meanwhile."""
    background.forget(jobs.POISON, jobs.SHORT)
    with background.working() as worker:
        background.publish(jobs.POISON)
        background.until(background.has(jobs.POISON, "running"), background.PATIENCE)
        background.publish(jobs.SHORT)
        background.until(_is_given_up, MOST * ATTEMPT + background.PATIENCE)
        others = CronLog.objects.filter(job_name="reconcile", status="success")
        # The next look at what is to be tried again.
        later = others.filter(started_at__gt=timezone.now())
        background.until(later.exists, 90)
        background.until(lambda: False, 3)
        alive = worker.poll() is None
    row, (effects,) = background.last(jobs.POISON), jobs.effects([jobs.SHORT])
    seen = (
        f"{row.status} after {row.attempt}: {row.error_message}" if row else "not run"
    )
    other = "another was done" if effects == 1 else "another was not done"
    return Outcome(
        fault="a job kills its own process, every time",
        expected=f"failed after {MOST} attempts with a reason, another is done",
        seen=f"{seen}, {other}" + ("" if alive else ", the worker is gone"),
        passed=_is_given_up()
        and bool(row and row.error_message)
        # Never more, also after another look.
        and bool(row and row.attempt == MOST)
        and effects == 1
        and alive,
    )


def _is_given_up() -> bool:
    row = background.last(jobs.POISON)
    return bool(row and row.attempt >= MOST and row.status == "failed")
