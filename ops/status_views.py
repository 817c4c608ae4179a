"""The public status page, and the same as JSON."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ops import status


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what ran, how old the data is, and what is late."""
    return render(request, "ops/status.html", {"report": status.report()})


@require_safe
def as_json(_request: HttpRequest) -> HttpResponse:
    """Give the same to programs."""
    return JsonResponse(status.report().as_json())
