"""The jobs of the site: what runs by itself, when, and under which rules.

Each app declares its own in a module `jobs` with `JOBS`, a sequence of `Job`, and may
name in `DATA_AGES` the function that tells how old its data is (ops/status.py). These
modules import no model: the schedule is read before Django is set up. Celery's beat
(ops/beat.py), `manage.py cron`, the status page and what is caught up
(ops/reconcile.py) all go by `registry()`.
"""

import datetime as dt
import functools
import importlib
import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from ops.schedule import Daily, EveryMinute, Schedule

if TYPE_CHECKING:
    from ops.cron_log import Run

# One that rewrites or reads the whole record holds this: they take turns, in the order
# of the table, and a worker keeps a process free for everything else.
RECORD = "record"
MINUTES, HOURS, DAYS = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(1)


@dataclass(frozen=True, slots=True)
class Job:
    """One job: `function` is called with the Run and `arguments`, and may run twice.

    Of the jobs with the same `lock` (its name, if none is given) one runs at a time. A
    run past its `limit` is stopped. One that failed or was lost is tried again up to
    `attempts` times. A slot that was missed is caught up if it is not older than
    `catch_up`; without that it is let go. Rows of runs that ended well are kept for
    `keep`, of others for 90 days. `silent_for` is how long the last good slot may be
    overdue before the status page calls the job late.
    """

    name: str
    title: str
    schedule: Schedule
    function: str
    limit: dt.timedelta
    arguments: Mapping[str, str] = field(default_factory=dict, hash=False)
    queue: str = "default"
    lock: str = ""
    attempts: int = 1
    catch_up: dt.timedelta | None = None
    keep: dt.timedelta = 90 * DAYS
    silent_for: dt.timedelta = 2 * HOURS

    @property
    def lock_name(self) -> str:
        return self.lock or self.name

    def call(self, run: "Run") -> None:
        """Do the work. Raises whatever the function raises."""
        import_string(self.function)(run, **self.arguments)


class SkipError(Exception):
    """Raised by a job that has nothing to do; the message says why, to everyone."""


class UnknownJobError(Exception):
    """There is no such job; the message names those there are."""


def _backups(name: str, title: str, schedule: Daily) -> Job:
    return Job(
        name=name,
        title=title,
        schedule=schedule,
        function=f"ops.backups.nightly.{name}",
        limit=2 * HOURS,
        lock="backups",
        attempts=3,
        catch_up=1 * DAYS,
    )


JOBS: Sequence[Job] = (
    Job(
        name="heartbeat",
        title="Say that background work is alive",
        schedule=EveryMinute(),
        function="ops.heartbeat.beat",
        limit=30 * dt.timedelta(seconds=1),
        keep=5 * MINUTES,
        silent_for=3 * MINUTES,
    ),
    Job(
        name="reconcile",
        title="Find lost and missed runs, and run them again",
        schedule=EveryMinute(),
        function="ops.reconcile.reconcile",
        limit=30 * dt.timedelta(seconds=1),
        keep=5 * MINUTES,
        silent_for=3 * MINUTES,
    ),
    Job(
        name="purge",
        title="Remove old rows of this log, and expired sessions",
        schedule=Daily(1, 15),
        function="ops.cron_log.purge",
        limit=10 * MINUTES,
        attempts=3,
        catch_up=1 * DAYS,
    ),
    # After the loads of the night and what is made of them.
    _backups("backup", "Back up the database and the uploads", Daily(6, 15)),
    _backups("restore_check", "Prove that the latest backup restores", Daily(6, 45)),
)


@functools.cache
def registry() -> Mapping[str, Job]:
    """Every job by its name: those of operations first, then those of each app."""
    jobs = [job for module in modules() for job in getattr(module, "JOBS", ())]
    found = {job.name: job for job in jobs}
    if len(found) < len(jobs):
        raise ValueError("Two jobs have the same name.")
    return MappingProxyType(found)


def job(name: str) -> Job:
    """The job of that name. Raises UnknownJobError."""
    try:
        return registry()[name]
    except KeyError:
        known = ", ".join(registry())
        raise UnknownJobError(f"There is no job {name!r}; there are {known}.") from None


def modules() -> Iterator[ModuleType]:
    """The `jobs` modules of the installed apps, in the order of INSTALLED_APPS."""
    for app in settings.INSTALLED_APPS:
        if importlib.util.find_spec(f"{app}.jobs"):
            yield importlib.import_module(f"{app}.jobs")
