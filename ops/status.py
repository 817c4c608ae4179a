"""What the public status page tells: what ran, how old the data is, what is late.

Reasons of failures stay with the staff: they may hold addresses of servers.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils import timezone
from django.utils.module_loading import import_string

from ops import cron_log, jobs, reconcile
from ops.jobs import Job
from ops.models import CronLog

Status = CronLog.Status
Tone = Literal["progress", "done", "ended", "stopped", "unknown"]


@dataclass(frozen=True, slots=True)
class Badge:
    """What _components/status.html shows."""

    label: str
    tone: Tone


LATE = Badge("Late", "stopped")
_BADGES: Mapping[str, Badge] = {
    Status.RUNNING: Badge("Running", "progress"),
    Status.SUCCESS: Badge("Done", "done"),
    Status.SKIPPED: Badge("Not needed", "ended"),
    Status.FAILED: Badge("Failed", "stopped"),
    Status.LOST: Badge("Cut off", "stopped"),
}


@dataclass(frozen=True, slots=True)
class DataAge:
    """One data set. `loaded_at` None: not loaded; `data_as_of`: by the city's word."""

    name: str
    title: str
    source: str = ""
    source_url: str = ""
    loaded_at: dt.datetime | None = None
    data_as_of: dt.datetime | None = None
    is_late: bool = False

    @property
    def badge(self) -> Badge:
        if self.loaded_at is None:
            return Badge("Not loaded", "unknown")
        return LATE if self.is_late else Badge("Loaded", "done")

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "source": self.source or None,
            "loaded_at": _iso(self.loaded_at),
            "data_as_of": _iso(self.data_as_of),
            "late": self.is_late,
        }


@dataclass(frozen=True, slots=True)
class JobState:
    """One job: its newest run, if there was one, and whether it is late."""

    job: Job
    last: CronLog | None
    next_due: dt.datetime
    late_since: dt.datetime | None

    @property
    def badge(self) -> Badge:
        if self.last is None:
            return Badge("Has not run yet", "unknown")
        return _BADGES[self.last.status]

    @property
    def seconds(self) -> float | None:
        """How long the newest run took, if it is over."""
        if self.last is None or self.last.finished_at is None:
            return None
        return (self.last.finished_at - self.last.started_at).total_seconds()

    @property
    def took(self) -> str:
        seconds = self.seconds
        return _length(seconds) if seconds is not None else ""

    @property
    def note(self) -> str:
        """What else there is to say, in a sentence."""
        if self.last is None:
            return ""
        if self.last.status == Status.SKIPPED:
            return self.last.error_message
        if self.badge.tone != "stopped":
            return ""
        left = self.job.attempts - self.last.attempt
        return "It is tried again." if left > 0 else "It is tried again next time."

    def as_json(self) -> dict[str, Any]:
        last = self.last
        return {
            "job_name": self.job.name,
            "title": self.job.title,
            "when": self.job.schedule.words(),
            "status": last.status if last else None,
            "scheduled_for": _iso(last.scheduled_for) if last else None,
            "started_at": _iso(last.started_at) if last else None,
            "finished_at": _iso(last.finished_at) if last else None,
            "attempt": last.attempt if last else None,
            "rows_read": last.rows_read if last else None,
            "rows_changed": last.rows_changed if last else None,
            "next_due": _iso(self.next_due),
            "late_since": _iso(self.late_since),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All of it, at one moment."""

    checked_at: dt.datetime
    jobs: Sequence[JobState]
    data: Sequence[DataAge]

    @property
    def late_jobs(self) -> list[JobState]:
        return [state for state in self.jobs if state.late_since]

    @property
    def late_data(self) -> list[DataAge]:
        return [age for age in self.data if age.is_late]

    @property
    def is_late(self) -> bool:
        return bool(self.late_jobs or self.late_data)

    @property
    def sentence(self) -> str:
        if self.is_late:
            jobs, data = len(self.late_jobs), len(self.late_data)
            said = [_counted(jobs, "job")] if jobs else []
            said += [_counted(data, "data set")] if data else []
            verb = "is" if jobs + data == 1 else "are"
            return f"{' and '.join(said)} {verb} late."
        if not any(state.last for state in self.jobs):
            return "Nothing has run by itself yet."
        return "Everything that runs by itself has run on time."

    def as_json(self) -> dict[str, Any]:
        return {
            "status": "late" if self.is_late else "ok",
            "summary": self.sentence,
            "checked_at": _iso(self.checked_at),
            "late": [state.job.name for state in self.late_jobs]
            + [age.name for age in self.late_data],
            "jobs": [state.as_json() for state in self.jobs],
            "data": [age.as_json() for age in self.data],
        }


def report() -> Report:
    """What the page and its JSON tell; four queries."""
    now = timezone.now()
    last, good = cron_log.last_runs(), cron_log.last_good_runs()
    since = reconcile.installed_at()
    states = [
        JobState(
            job=job,
            last=last.get(job.name),
            next_due=job.schedule.following(now),
            late_since=_late_since(job, good.get(job.name), now, since),
        )
        for job in jobs.registry().values()
    ]
    return Report(checked_at=now, jobs=states, data=data_ages())


def data_ages() -> list[DataAge]:
    """How old the data of every app is, by the functions that they name."""
    paths = [getattr(module, "DATA_AGES", None) for module in jobs.modules()]
    return [age for path in paths if path for age in import_string(path)()]


def _late_since(
    job: Job, good: CronLog | None, now: dt.datetime, since: dt.datetime
) -> dt.datetime | None:
    """The first slot that should have ended well by now and did not."""
    covered = max(good.scheduled_for, since) if good else since
    missed = job.schedule.following(covered) if covered < now else None
    return missed if missed and now - missed > job.silent_for else None


def _length(seconds: float) -> str:
    if seconds < 1:
        return "under a second"
    if seconds < 2 * 60:
        return _counted(round(seconds), "second")
    return _counted(round(seconds / 60), "minute")


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None
