"""What the owner of a plan check may do with it: share, cancel, delete.

Exempt from Django's check against forged forms: the address itself is the secret.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from analysis import share as links
from analysis.jobs import end
from analysis.share import Access
from analysis.views.access import by_owner


def _back(address: str) -> HttpResponse:
    response = redirect(address)
    response.status_code = HTTPStatus.SEE_OTHER
    return response


@csrf_exempt
@require_POST
@by_owner
def share(request: HttpRequest, access: Access) -> HttpResponse:
    """Make a link that ends after `hours`, or end the one there is (`stop`)."""
    hours = request.POST.get("hours", "")
    if "stop" in request.POST:
        links.stop(access.job)
    elif hours in map(str, links.HOURS):
        links.share(access.job, hours=int(hours))
    return _back(f"{reverse('plan', args=[access.key])}#share")


@csrf_exempt
@require_POST
@by_owner
def cancel(request: HttpRequest, access: Access) -> HttpResponse:  # noqa: ARG001 - a view
    """Stop the check; one that is over stays as it is."""
    end.cancel(access.job)
    return _back(reverse("plan", args=[access.key]))


@csrf_exempt
@require_POST
@by_owner
def delete(request: HttpRequest, access: Access) -> HttpResponse:  # noqa: ARG001 - a view
    """Remove the set and all that was made of it, now."""
    end.remove(access.job)
    return _back(reverse("plan_deleted"))


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Say that it is gone."""
    return render(request, "analysis/deleted.html")
