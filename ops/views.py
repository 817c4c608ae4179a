"""Pages for operators and their load balancers."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from ops import health


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Tell that the process answers, and nothing else."""
    return JsonResponse({"status": "ok", "version": settings.VERSION})


@require_safe
def health_report(_request: HttpRequest) -> HttpResponse:
    """Tell what answers: 503 without the database, 200 with less than everything."""
    found = health.report()
    return JsonResponse(found, status=503 if found["status"] == "down" else 200)
