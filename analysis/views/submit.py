"""The page that takes a plan set, and the same for programs."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.request import UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from analysis import look, submit
from analysis.models import PlanJob
from analysis.storage.upload import (
    ADDENDUM_LIMIT,
    LIMIT,
    MEGABYTE,
    PlanUpload,
    RefusedError,
    too_large,
)
from analysis.submit import SubmissionForm
from ops import answers

# Of the form around the file.
SLACK: Final = 64 * 1024
RETRY_AFTER: Final = 3600
NO_FILE: Final = RefusedError(
    400, "No file was chosen", "Choose the PDF of the plan set, then send it."
)


# Exempt, both: without an account there is nothing that another site could make use of.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show the form, or take what it sends and lead to its report."""
    if request.method != "POST":
        after = submit.earlier(_uuid(request.GET.get("after", "")))
        return _show(request, SubmissionForm(initial=submit.said_of(after)), after)
    try:
        job = _take(request)
    except RefusedError as refused:
        sent = request.POST if _was_read(request) else QueryDict()
        after = submit.earlier(_uuid(sent.get("after", "")))
        return _show(request, SubmissionForm(sent), after, refused)
    return _see(job)


def _see(job: PlanJob) -> HttpResponse:
    response = redirect("plan", key=job.pk)
    response.status_code = HTTPStatus.SEE_OTHER
    return response


@csrf_exempt
@require_POST
def as_json(request: HttpRequest) -> HttpResponse:
    """202 with the addresses of the job; what is refused is a problem+json."""
    try:
        job = _take(request)
    except RefusedError as refused:
        return _finished(
            answers.plain(
                request,
                refused.status,
                refused.title,
                refused.detail,
                database_works=True,
            ),
            refused,
        )
    status_url = reverse("plan_json", args=[job.pk])
    said = {
        "id": str(job.pk),
        "status": job.status,
        "status_url": request.build_absolute_uri(status_url),
        "report_url": request.build_absolute_uri(reverse("plan", args=[job.pk])),
        "expires_at": job.expires_at.isoformat(),
    }
    headers = {"Location": status_url}
    return JsonResponse(said, status=HTTPStatus.ACCEPTED, headers=headers)


def _take(request: HttpRequest) -> PlanJob:
    """Give the job. The first use of POST reads the file. Raises RefusedError."""
    size = _announced(request)
    by = submit.sender(request, None)
    submit.require_quota(by, size)
    upload = PlanUpload(request)
    request.upload_handlers = [upload]
    try:
        form = SubmissionForm(request.POST)
    except UnreadablePostError as error:
        raise RefusedError(
            400,
            "The upload was cut off",
            "Not all of it arrived. Please send it again.",
        ) from error
    if upload.refused:
        raise upload.refused
    if upload.received is None:
        raise NO_FILE
    if not form.is_valid():
        upload.received.discard()
        raise RefusedError(400, "Please correct what is marked", _errors(form))
    after = submit.earlier(form.cleaned_data["after"])
    by = submit.sender(request, after)
    return submit.accept(upload.received, form.cleaned_data, by, after)


def _announced(request: HttpRequest) -> int:
    """The size of what is sent, refused if it cannot be a plan set."""
    try:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        size = 0
    # Up to twice the limit is read to its end, so that a browser shows the answer.
    if size > 2 * ADDENDUM_LIMIT + SLACK:
        raise too_large(size, ADDENDUM_LIMIT)
    return min(size, ADDENDUM_LIMIT)


def _errors(form: SubmissionForm) -> str:
    return " ".join(str(each) for errors in form.errors.values() for each in errors)


def _was_read(request: HttpRequest) -> bool:
    return hasattr(request, "_post") and not getattr(
        request, "_post_parse_error", False
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _show(
    request: HttpRequest,
    form: SubmissionForm,
    after: PlanJob | None,
    refused: RefusedError | None = None,
) -> HttpResponse:
    shown: dict[str, Any] = {
        "form": form,
        "after": after,
        "refused": refused,
        "limit": LIMIT // MEGABYTE,
        "addendum_limit": ADDENDUM_LIMIT // MEGABYTE,
        "shown_sheets": settings.PLANS_LOOK_SHEETS if look.is_wanted() else 0,
    }
    status = refused.status if refused else HTTPStatus.OK
    response = render(request, "analysis/submit.html", shown, status=status)
    return _finished(response, refused)


def _finished(response: HttpResponse, refused: RefusedError | None) -> HttpResponse:
    if refused and refused.status in {429, 503, 507}:
        response["Retry-After"] = str(RETRY_AFTER)
    return response
