"""The files of a plan check: pictures of its sheets, and the set itself."""

from typing import Final, TypeVar

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from analysis import page_images, share, storage
from analysis.models import PlanSheet
from analysis.share import Access
from analysis.storage import SET, StorageError
from analysis.views.access import nothing, private, with_plan

Response = TypeVar("Response", bound=HttpResponseBase)
# No script, no form, no origin of ours, should a browser show it after all.
SANDBOX: Final = "sandbox; default-src 'none'"


@require_safe
@with_plan
def picture(
    request: HttpRequest, access: Access, number: int, which: str
) -> HttpResponse:
    """Give a sheet's picture: `page` or `thumb`."""
    sheet = PlanSheet.objects.filter(job=access.job, number=number).first()
    names = page_images.names(number)
    wanted = {"page": names.page, "thumb": names.thumbnail}.get(which)
    if sheet is None or wanted not in {sheet.picture, sheet.thumbnail}:
        return nothing(request)
    try:
        with storage.store().open(access.job.storage_name, wanted or "") as file:
            return _harmless(HttpResponse(file, content_type="image/webp"))
    except StorageError:
        return nothing(request)


@require_safe
def plan_set(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give the set as an attachment, to who was given the link ten minutes ago."""
    job = share.job_of_file(token)
    if job is None:
        return nothing(request)
    try:
        file = storage.store().open(job.storage_name, SET)
    except StorageError:
        return nothing(request)
    # Streamed: it may be large.
    response = FileResponse(
        file,
        as_attachment=True,
        filename=job.file_name,
        content_type="application/pdf",
    )
    return private(_harmless(response))


def _harmless(response: Response) -> Response:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response
