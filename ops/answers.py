"""Small answers that need neither database nor template: an error in plain words."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.html import format_html


def plain(request: HttpRequest, status: int, title: str, detail: str) -> HttpResponse:
    """Give the answer as JSON to who asked for JSON, else as a small page."""
    if _wants_json(request):
        body = {"status": status, "title": title, "detail": detail}
        return JsonResponse(body, status=status)
    page = format_html(
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark">'
        "<title>{} | sfpermits</title><main><h1>{}</h1><p>{}</p>"
        '<p><a href="/">Go to the start page</a></p></main></html>',
        title,
        title,
        detail,
    )
    return HttpResponse(page, status=status)


def _wants_json(request: HttpRequest) -> bool:
    if request.path.endswith(".json") or request.path.startswith("/api/"):
        return True
    kinds = ["text/html", "application/json", "application/problem+json"]
    return request.get_preferred_type(kinds) not in {"text/html", None}
