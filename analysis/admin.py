"""Plan checks in the admin: to look at, and for operators to retry or cancel."""

from typing import Any, Final

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from analysis.jobs import end, queue
from analysis.models import PlanFinding, PlanJob, PlanLook, PlanSheet
from ops.admin import address_of, register
from ops.admin_table import Table, TableAdmin, whole
from ops.operations import RUN_JOB, Cell, Panel, register_panel


class PlanJobAdmin(TableAdmin):
    """The only table here with actions: those of the operations page, for plan sets."""

    actions = ("retry", "cancel")  # type: ignore[assignment] # the others have none

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Only for those who may run jobs."""
        found = super().get_actions(request)
        return found if request.user.has_perm(RUN_JOB) else {}

    def retry(self, request: HttpRequest, chosen: QuerySet[PlanJob]) -> None:
        """Check again what failed or was cancelled."""
        done = [job for job in chosen if end.retry(job)]
        for job in done:
            queue.publish(job.pk)
            _note(request, job, "Asked for another check.")
        _tell(self, request, "To be checked again", len(done), chosen.count())

    def cancel(self, request: HttpRequest, chosen: QuerySet[PlanJob]) -> None:
        """Stop what is not over."""
        by = request.user.get_username()
        done = [job for job in chosen if end.cancel(job, by=by)]
        for job in done:
            _note(request, job, "Cancelled.")
        _tell(self, request, "Cancelled", len(done), chosen.count())


PlanJobAdmin.retry.short_description = "Check again"  # type: ignore[attr-defined]
PlanJobAdmin.cancel.short_description = "Cancel"  # type: ignore[attr-defined]


def _tell(
    at: TableAdmin, request: HttpRequest, what: str, done: int, asked: int
) -> None:
    rest = f" Nothing was done for {asked - done}: their state has changed."
    said = f"{what}: {done}.{rest if asked > done else ''}"
    level = messages.SUCCESS if done == asked else messages.WARNING
    at.message_user(request, said, level)


def _note(request: HttpRequest, job: PlanJob, said: str) -> None:
    assert isinstance(request.user, User)
    LogEntry.objects.create(
        user_id=request.user.pk,
        content_type=ContentType.objects.get_for_model(PlanJob),
        object_id=str(job.pk),
        object_repr=str(job)[:200],
        action_flag=CHANGE,
        change_message=said,
    )


register(
    Table(
        PlanJob,
        (
            *("created_at", "status", "stage", "pages_done", "pages_total"),
            *("attempts", "size", "run_ms", "error"),
        ),
        finds=(
            whole("input_sha256", "SHA-256 of the file"),
            whole("storage_name", "name of its folder"),
        ),
        order=("-created_at",),
        # What a row is called, for the box that chooses it.
        needs=("file_name",),
        # Neither the keys that open a report nor who sent it.
        hides=("lease_token", "structure", "share_key", "owner", "network"),
    ),
    base=PlanJobAdmin,
)
register(
    Table(
        PlanSheet,
        ("job", "number", "sheet_number", "kind", "has_text", "problem"),
        hides=("reading",),
    ),
    Table(PlanFinding, ("job", "rule", "verdict", "severity", "sheets", "origin")),
    Table(PlanLook, ("job", "number", "said", "missed", "call")),
)

NEWEST: Final = 8


def _at_work() -> list[list[Cell]]:
    jobs = PlanJob.objects.unfinished().order_by("created_at")[:NEWEST]
    return [
        [
            Cell(f"{timezone.localtime(job.created_at):%Y-%m-%d %H:%M}"),
            Cell(job.status, address_of(PlanJob, job.pk)),
            Cell(f"{job.get_stage_display()}, {job.pages_done} sheets read"),
            Cell(f"{job.attempts} of {PlanJob.MOST_ATTEMPTS}"),
        ]
        for job in jobs
    ]


register_panel(
    Panel(
        name="plans",
        title="Plan sets being checked",
        columns=("Uploaded", "Status", "Stage", "Attempts"),
        rows=_at_work,
        none="No plan set is waiting or being checked.",
        permission="analysis.view_planjob",
        more="admin:analysis_planjob_changelist",
    )
)
