"""Pages for operators and their load balancers, and the answers when things fail."""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from ops import answers, health


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Tell that the process answers, and nothing else."""
    return JsonResponse({"status": "ok", "version": settings.VERSION})


@require_safe
def health_report(_request: HttpRequest) -> HttpResponse:
    """Tell what answers: 503 without the database, 200 with less than everything."""
    found = health.report()
    return JsonResponse(found, status=503 if found["status"] == "down" else 200)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django refuses before any view sees it."""
    if isinstance(exception, DisallowedHost):
        detail = "This server does not answer to that host name (see ALLOWED_HOSTS)."
    else:
        detail = (
            "The request could not be read. Check the address for stray characters."
        )
    return answers.plain(request, 400, "Bad request", detail)
