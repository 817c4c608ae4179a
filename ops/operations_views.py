"""The operations page of the admin, and its buttons."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from ops import jobs, operations, reconcile
from ops.models import CronLog

may_run = permission_required(operations.RUN_JOB, raise_exception=True)
may_see = permission_required("ops.view_cronlog", raise_exception=True)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_safe
@may_see
def page(request: HttpRequest) -> HttpResponse:
    """Show what runs, what waits, what is late, and how the last day was."""
    from ops.admin import site  # late: it leads here

    shown = {"title": "Operations", "page": operations.page(_user(request))}
    return TemplateResponse(
        request, "ops/operations/page.html", site.each_context(request) | shown
    )


@require_POST
@may_run
def run_job(request: HttpRequest, name: str) -> HttpResponse:
    """Queue a run for now."""
    job = _job(name)
    try:
        operations.run_now(job, by=_user(request))
    except reconcile.NotPublishedError:
        return _back(request, messages.ERROR, f"{NOT_QUEUED} {job.title}.")
    return _back(request, messages.SUCCESS, f"Asked for: {job.title}.")


@require_POST
@may_run
def retry(request: HttpRequest, run_id: int) -> HttpResponse:
    """Queue another attempt."""
    row = get_object_or_404(CronLog, pk=run_id)
    try:
        asked = operations.retry(row, _job(row.job_name), by=_user(request))
    except reconcile.NotPublishedError:
        return _back(request, messages.ERROR, f"{NOT_QUEUED} {row}.")
    if not asked:
        said = f"Nothing was done: {row} is {row.status}."
        return _back(request, messages.WARNING, said)
    return _back(request, messages.SUCCESS, f"Asked for another attempt: {row}.")


@require_POST
@may_run
def cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    """Have a run stop."""
    row = get_object_or_404(CronLog, pk=run_id)
    if not operations.cancel(row, by=_user(request)):
        said = f"Nothing was done: {row} was over before."
        return _back(request, messages.WARNING, said)
    said = f"Cancelled: {row}. Its process stops within 15 seconds."
    return _back(request, messages.SUCCESS, said)


NOT_QUEUED = "The queue does not answer, so nothing was started:"


def _job(name: str) -> jobs.Job:
    try:
        return jobs.job(name)
    except jobs.UnknownJobError as error:
        raise Http404(str(error)) from error


def _back(request: HttpRequest, level: int, said: str) -> HttpResponse:
    messages.add_message(request, level, said)
    return redirect("admin:operations")
