"""Pages for what went wrong, in the look of the rest and with the search box."""

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(
    request: HttpRequest,  # noqa: ARG001 - Django's signature
    exception: Exception,
) -> HttpResponse:
    if isinstance(exception, DisallowedHost):
        return _page(
            400,
            "Unknown host name",
            "This server does not answer to that host name (see ALLOWED_HOSTS).",
        )
    return _page(
        400,
        "This request could not be read",
        "Something in the address is not what a browser sends. Nothing was changed.",
    )


def not_found(
    request: HttpRequest,
    exception: Exception,  # noqa: ARG001 - Django's signature
) -> HttpResponse:
    context = {
        "status": 404,
        "title": "There is no page at this address",
        "detail": "It may have been mistyped. Search for what you were after:",
    }
    return render(request, "error.html", context, status=404)


def server_error(
    request: HttpRequest,  # noqa: ARG001 - Django's signature
) -> HttpResponse:
    return _page(
        500,
        "Something went wrong here",
        "The fault is ours and has been logged. Nothing was changed."
        " Trying again in a minute may help.",
    )


def _page(status: int, title: str, detail: str) -> HttpResponse:
    """A page without request or database: either may be what failed."""
    context = {"status": status, "title": title, "detail": detail}
    return HttpResponse(render_to_string("error.html", context), status=status)
