"""What to say when something went wrong, in the look of the rest."""

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from ops import answers


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django refuses before any view sees it."""
    title = "This request could not be read"
    detail = "The address holds what no browser sends. Nothing was changed."
    if isinstance(exception, DisallowedHost):
        title = "Unknown host name"
        detail = "This server does not answer to that host name (see ALLOWED_HOSTS)."
    return answers.plain(request, 400, title, detail)


def not_found(
    request: HttpRequest,
    exception: Exception,  # noqa: ARG001 - Django's signature
) -> HttpResponse:
    title = "There is no page at this address"
    detail = "It may have been mistyped. Search for what you were after."
    return answers.plain(request, 404, title, detail, database_works=True)


def server_error(request: HttpRequest) -> HttpResponse:
    detail = (
        "The fault is ours and has been logged. Nothing was changed."
        " Trying again in a minute may help."
    )
    return answers.plain(request, 500, "Something went wrong here", detail)
