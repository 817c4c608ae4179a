"""What makes up for lost messages, lost processes and missed slots, every minute.

Messages carry a job's name and its slot, and may be lost or come twice: `cron_log` has
what ran, the table of jobs what should have, and this publishes the difference.
"""

import datetime as dt
import logging

from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from ops import beat, cron_log, locks, messages
from ops.cron_log import Run
from ops.jobs import Job, job, registry
from ops.models import CronLog

logger = logging.getLogger(__name__)

# A slot belongs to the beat first; and clocks of two machines differ by a little.
PATIENCE = dt.timedelta(seconds=90)
SKEW = dt.timedelta(seconds=5)
# After a failure; twice as long after the second.
RETRY_AFTER = dt.timedelta(minutes=10)


class NotPublishedError(Exception):
    """The queue cannot be reached; the job will be published again in a minute."""


def run_published(
    name: str, slot: str | None = None, *, by: str = "", again: bool = False
) -> None:
    """Do what a message asks for: the job's slot (ISO), or else the newest one.

    A slot that was run before is no error: messages may come twice. `by` and `again`
    are for runs that somebody asked for, as cron_log.run has them.
    """
    wanted = job(name)
    now = timezone.now()
    due = dt.datetime.fromisoformat(slot) if slot else latest_slot(wanted, now)
    try:
        cron_log.run(wanted, scheduled_for=due, by=by, again=again)
    except locks.NotClaimedError as reason:
        logger.info("%s", reason)
    else:
        _publish_next(wanted)


def latest_slot(job: Job, now: dt.datetime) -> dt.datetime:
    """The newest slot, also where this machine's clock is a little behind."""
    return job.schedule.latest(now + SKEW)


def publish(job: Job, slot: dt.datetime, *, by: str = "", again: bool = False) -> None:
    """Send the message that has a worker run this slot. Raises NotPublishedError.

    For a run by hand the slot is now; `again` has a slot that ended badly retried.
    """
    try:
        messages.send(
            beat.TASK,
            [job.name, slot.isoformat()],
            kwargs={"by": by, "again": again} if by else {},
            **beat.options(job),
        )
    except messages.NotSentError as error:
        raise NotPublishedError(f"{job.name} could not be queued.") from error


def reconcile(run: Run) -> None:
    """The job of the same name. Raises NotPublishedError.

    Runs whose process is gone were called lost when this one was claimed (ops/locks).
    """
    found = due(timezone.now())
    for wanted, slot in found:
        run.say(f"Published: {wanted.name} of {slot:%Y-%m-%d %H:%M %Z}")
        publish(wanted, slot)
    run.figures(changed=len(found))


def due(
    now: dt.datetime, *, patience: dt.timedelta = PATIENCE
) -> list[tuple[Job, dt.datetime]]:
    """Slots to run now: missed ones, and those to be tried again, in table order."""
    last, since = cron_log.last_runs(), installed_at()
    found = []
    for each in registry().values():
        slot = _due(each, last.get(each.name), now, since, patience)
        if slot:
            found.append((each, slot))
    return found


def _due(
    job: Job,
    last: CronLog | None,
    now: dt.datetime,
    since: dt.datetime,
    patience: dt.timedelta,
) -> dt.datetime | None:
    slot = job.schedule.latest(now)
    if last and last.scheduled_for >= slot:
        return last.scheduled_for if _may_retry(job, last, now) else None
    # What was due before there was a log was not missed: there was no site.
    if job.catch_up is None or slot <= since:
        return None
    return slot if patience <= now - slot <= job.catch_up else None


def _may_retry(job: Job, last: CronLog, now: dt.datetime) -> bool:
    if last.attempt >= job.attempts or last.finished_at is None:
        return False
    if last.status == CronLog.Status.LOST:
        return True
    pause = RETRY_AFTER * last.attempt
    return last.status == CronLog.Status.FAILED and now >= last.finished_at + pause


def installed_at() -> dt.datetime:
    """When the log was made; the end of time where it was not."""
    applied = MigrationRecorder.Migration.objects.filter(app="ops")
    first = applied.order_by("applied").values_list("applied", flat=True).first()
    return first or dt.datetime.max.replace(tzinfo=dt.UTC)


def _publish_next(done: Job) -> None:
    """Let the next job that waits for the same lock begin at once."""
    if not done.lock:
        return
    waiting = [
        (each, slot)
        for each, slot in due(timezone.now(), patience=dt.timedelta())
        if each.lock == done.lock
    ]
    for each, slot in waiting[:1]:
        try:
            publish(each, slot)
        except NotPublishedError as reason:
            logger.warning("%s", reason)
