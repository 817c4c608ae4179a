"""Errors in plain words, as JSON to who asked for JSON, else as a page."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from ops import logs

# It names the request that it answers.
_OWN = {"Cache-Control": "private, no-store"}


def plain(
    request: HttpRequest,
    status: int,
    title: str,
    detail: str,
    *,
    database_works: bool = False,
) -> HttpResponse:
    """Give the answer; unless `database_works`, without what asks the database."""
    body: dict[str, str | int] = {"status": status, "title": title, "detail": detail}
    if reference := logs.request_id():
        body["request_id"] = reference
    if _wants_json(request):
        kind = "application/problem+json"
        return JsonResponse(body, status=status, content_type=kind, headers=_OWN)
    asked = request if database_works else None
    return HttpResponse(
        render_to_string("error.html", body, asked), status=status, headers=_OWN
    )


def _wants_json(request: HttpRequest) -> bool:
    if request.path.endswith(".json") or request.path.startswith("/api/"):
        return True
    kinds = ["text/html", "application/json", "application/problem+json"]
    return request.get_preferred_type(kinds) not in {"text/html", None}
