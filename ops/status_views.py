"""The public status page, and the same as JSON."""

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ops import status
from ops.public import public_page

# Jobs run, and no load of data tells of it: it is soon asked for anew.
SECONDS: Final = 15


@require_safe
@public_page("status", fresh=SECONDS, stale=SECONDS)
def page(request: HttpRequest) -> HttpResponse:
    """Show what ran, how old the data is, and what is late."""
    return render(request, "ops/status.html", {"report": status.report()})


@require_safe
@public_page("status_json", fresh=SECONDS, stale=SECONDS)
def as_json(_request: HttpRequest) -> HttpResponse:
    """Give the same to programs."""
    return JsonResponse(status.report().as_json())
