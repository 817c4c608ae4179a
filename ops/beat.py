"""The table of jobs as Celery's beat and workers want it."""

import datetime as dt
from typing import Any

from celery.schedules import BaseSchedule, schedstate

from ops.jobs import Job, registry
from ops.schedule import Schedule

TASK = "ops.tasks.run_job"
# Seconds. A message that waited longer is dropped: the slot is published again by the
# reconciler for as long as it may be caught up.
EXPIRES = 55
# Seconds past a job's own limit, when Celery ends what could not be stopped in order.
GRACE = 60


class Slots(BaseSchedule):
    """Due when a slot has come since the last run; Celery's own crontab is not used,
    so that beat and everything else agree about the nights the clocks change.
    """

    def __init__(self, times: Schedule) -> None:
        super().__init__()
        self.times = times

    def remaining_estimate(self, last_run_at: dt.datetime) -> dt.timedelta:
        return self.times.following(last_run_at) - self.now()

    def is_due(self, last_run_at: dt.datetime) -> schedstate:
        now = self.now()
        missed = self.times.latest(now) > last_run_at
        seconds = (self.times.following(now) - now).total_seconds()
        return schedstate(missed, seconds)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Slots) and other.times == self.times

    def __hash__(self) -> int:
        return hash(self.times)

    def __reduce__(self) -> tuple[type["Slots"], tuple[Schedule]]:
        return Slots, (self.times,)

    def __repr__(self) -> str:
        return f"<slots: {self.times.words()}>"


def schedule() -> dict[str, dict[str, Any]]:
    """The static schedule of beat: one entry a job."""
    return {
        job.name: {
            "task": TASK,
            "schedule": Slots(job.schedule),
            "args": [job.name],
            "options": options(job),
        }
        for job in registry().values()
    }


def options(job: Job) -> dict[str, Any]:
    """How a message for this job is sent."""
    limit = int(job.limit.total_seconds()) + GRACE
    return {
        "queue": job.queue,
        "expires": EXPIRES,
        "soft_time_limit": limit,
        "time_limit": limit + GRACE,
    }
