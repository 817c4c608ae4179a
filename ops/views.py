"""Pages for operators and their load balancers."""

import logging
import os
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from ops import answers, health, metrics, readiness
from ops.readings import readings

logger = logging.getLogger(__name__)


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Tell that the process answers, and nothing else."""
    return JsonResponse({"status": "ok", "version": settings.VERSION})


@require_safe
def health_report(_request: HttpRequest) -> HttpResponse:
    """Tell what answers: 503 without the database, 200 with less than everything."""
    found = health.report()
    return JsonResponse(found, status=503 if found["status"] == "down" else 200)


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Tell whether this process should be given requests: 503 with what is missing."""
    missing = readiness.missing()
    body = {"status": "ready"} if missing is None else {"status": missing}
    response = JsonResponse(body, status=200 if missing is None else 503)
    if missing is not None:
        response["Retry-After"] = "5"
    return response


@require_safe
def prometheus(request: HttpRequest) -> HttpResponse:
    """Give every metric to who has the token; without one set, to nobody."""
    if not settings.METRICS_TOKEN:
        detail = "Metrics are closed here: no METRICS_TOKEN is set."
        return answers.plain(request, 404, "Closed", detail)
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        detail = "Send the metrics token as `Authorization: Bearer <token>`."
        response = answers.plain(request, 401, "A token is needed", detail)
        response["WWW-Authenticate"] = "Bearer"
        return response
    shared = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    text = metrics.render(Path(shared) if shared else None, readings(health.report()))
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or does not fit."""
    logger.info("refused: CSRF, %s", reason)
    detail = (
        "This form was opened too long ago, in another browser, or without cookies."
        " Nothing was changed; go back, reload the page and send it again."
    )
    return answers.plain(request, 403, "The form could not be checked", detail)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer who is signed in, but not for this."""
    detail = "Your account does not have the right to do this. Nothing was changed."
    return answers.plain(request, 403, "Not allowed", detail)
