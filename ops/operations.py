"""What the operations page of the admin tells, and what apps add to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser, User
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from ops import cron_log, health, reconcile, samples, samples_chart, status
from ops.jobs import Job
from ops.models import CronLog, Feedback
from ops.samples_chart import Chart
from ops.status import JobState

RUN_JOB: Final = "ops.run_job"
Status = CronLog.Status
ENDED_BADLY: Final = frozenset({Status.FAILED, Status.LOST, Status.SKIPPED})


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a panel: its text, and where it leads."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A section that an app adds: a table of few rows, read when the page is asked for.

    `none` is the sentence where there are no rows; `permission` is needed to see it;
    `more` is the name of the address where there is more.
    """

    name: str
    title: str
    columns: Sequence[str]
    rows: Callable[[], Sequence[Sequence[Cell]]]
    none: str
    permission: str
    more: str = ""


_panels: dict[str, Panel] = {}


def register_panel(panel: Panel) -> None:
    """Have the page show it; a module `admin` is where to call this from."""
    _panels[panel.name] = panel


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A panel with what it holds now."""

    panel: Panel
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job with what may be done about it."""

    state: JobState

    @property
    def can_retry(self) -> bool:
        last = self.state.last
        return last is not None and last.status in ENDED_BADLY

    @property
    def can_cancel(self) -> bool:
        last = self.state.last
        return last is not None and last.status == Status.RUNNING


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the health report in words; `badge` as _components/status.html."""

    name: str
    badge: status.Badge
    detail: str


OK = status.Badge("Answers", "done")
NOT_OK = status.Badge("Does not answer", "stopped")


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page shows to this member of the staff."""

    report: status.Report
    jobs: Sequence[JobLine]
    parts: Sequence[Part]
    degraded: Sequence[str]
    queues: Mapping[str, Mapping[str, Any]]
    charts: Sequence[Chart]
    hours: Sequence[samples.Interval]
    panels: Sequence[ShownPanel]
    can_run: bool


def page(user: User) -> Page:
    """Read it all; the health report takes up to two seconds."""
    found, report = health.report(), status.report()
    queues = found["queues"].get("waiting", {})
    return Page(
        report=report,
        jobs=[JobLine(state) for state in report.jobs],
        parts=list(_parts(found)),
        degraded=found["degraded"],
        queues=queues,
        charts=samples_chart.charts(samples.last_day(samples_chart.STEP)),
        hours=samples.last_day(samples_chart.HOUR)[::-1],
        panels=[
            ShownPanel(panel, panel.rows())
            for panel in _panels.values()
            if user.has_perm(panel.permission)
        ],
        can_run=user.has_perm(RUN_JOB),
    )


def _parts(found: Mapping[str, Any]) -> list[Part]:
    named = [name for name, part in found.items() if _is_part(part)]
    return [
        Part(name, OK if found[name]["ok"] else NOT_OK, _detail(found[name]))
        for name in named
    ]


def _is_part(part: object) -> bool:
    return isinstance(part, dict) and "ok" in part


def _detail(part: Mapping[str, Any]) -> str:
    if "error" in part:
        return str(part["error"])
    if "seen" in part:
        age = part["heartbeat_age_s"]
        heard = (
            "no heartbeat for an hour" if age is None else f"heartbeat {age:.0f} s ago"
        )
        return f"{part['seen']} seen, {heard}"
    return f"{part['latency_ms']} ms"


def run_now(job: Job, *, by: AbstractBaseUser) -> None:
    """Queue a run of the job for now. Raises reconcile.NotPublishedError."""
    reconcile.publish(job, timezone.now(), by=by.get_username())
    note(by=by, about=job.title, said="Asked for a run now.")


def retry(row: CronLog, job: Job, *, by: AbstractBaseUser) -> bool:
    """Queue another attempt at a run that ended badly; False if it did not.

    Raises reconcile.NotPublishedError.
    """
    if row.status not in ENDED_BADLY:
        return False
    reconcile.publish(job, row.scheduled_for, by=by.get_username(), again=True)
    note(by=by, about=str(row), said="Asked for another attempt.", key=row.pk)
    return True


def cancel(row: CronLog, *, by: AbstractBaseUser) -> bool:
    """Have a run stop; False if it was over."""
    if not cron_log.cancel(row, by=by.get_username()):
        return False
    note(by=by, about=str(row), said="Cancelled.", key=row.pk)
    return True


def note(
    *, by: AbstractBaseUser, about: str, said: str, key: int | None = None
) -> None:
    """Write down who did what, where the admin writes down its own edits."""
    LogEntry.objects.create(
        user_id=by.pk,
        content_type=ContentType.objects.get_for_model(CronLog),
        object_id=None if key is None else str(key),
        object_repr=about[:200],
        action_flag=CHANGE,
        change_message=said,
    )


NEWEST: Final = 8


def _feedback() -> list[list[Cell]]:
    from ops.admin import address_of  # late: it shows this page

    new = Feedback.objects.filter(status=Feedback.Status.NEW)
    return [
        [
            Cell(f"{timezone.localtime(row.received_at):%Y-%m-%d %H:%M}"),
            Cell(Feedback.Kind(row.kind).label),
            Cell(row.text[:120], address_of(Feedback, row.pk)),
            Cell(row.page or "not recorded", row.page),
        ]
        for row in new.order_by("-received_at")[:NEWEST]
    ]


register_panel(
    Panel(
        name="feedback",
        title="New feedback",
        columns=("Received", "Kind", "Text", "Page"),
        rows=_feedback,
        none="There is no feedback that nobody has dealt with.",
        permission="ops.view_feedback",
        more="admin:ops_feedback_changelist",
    )
)
