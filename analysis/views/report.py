"""A plan check's page: its progress, why it failed, or its report."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from analysis import checks, look, share
from analysis.models import PlanJob
from analysis.report import SEVERITIES, VERDICTS, Filters, Report
from analysis.share import Access
from analysis.views.access import with_plan


@require_safe
@with_plan
def page(request: HttpRequest, access: Access) -> HttpResponse:
    """Show what there is; htmx asks for the progress alone, until it is over."""
    job = access.job
    is_fragment = request.headers.get("HX-Request") == "true"
    if job.is_over and is_fragment:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if job.status == PlanJob.Status.SUCCEEDED:
        return _report(request, access)
    shown = {
        "access": access,
        "job": job,
        "report": Report(job, Filters()),
        "stages": _stages(job),
        "before": _waiting_before(job),
    }
    template = "_progress" if is_fragment else "failed" if job.is_over else "running"
    return render(request, f"analysis/{template}.html", shown)


def _stages(job: PlanJob) -> list[tuple[str, str]]:
    """Each stage in words, with whether it is done, under way or to come."""
    now_at = PlanJob.Stage(job.stage)
    may_look = look.is_wanted() or now_at == PlanJob.Stage.LOOK
    order = [each for each in PlanJob.Stage if each != PlanJob.Stage.LOOK or may_look]
    now = order.index(now_at)
    return [
        (stage.label, "done" if at < now else "now" if at == now else "")
        for at, stage in enumerate(order[:-1])
    ]


def _waiting_before(job: PlanJob) -> int:
    if job.status != PlanJob.Status.QUEUED:
        return 0
    return PlanJob.objects.unfinished().filter(created_at__lt=job.created_at).count()


def _report(request: HttpRequest, access: Access) -> HttpResponse:
    filters = Filters.read(request.GET.dict())
    key = share.link_key(access.job) if access.is_owner else ""
    shared = request.build_absolute_uri(reverse("plan", args=[key])) if key else ""
    shown = {
        "access": access,
        "job": access.job,
        "report": Report(access.job, filters),
        "filters": filters,
        "verdicts": VERDICTS.values(),
        "severities": SEVERITIES.items(),
        "checklist": checks.CHECKLIST,
        "shared": shared,
        "hours": share.HOURS,
        "file_token": share.file_token(access.job) if access.is_owner else "",
    }
    return render(request, "analysis/report.html", shown)
