"""What stands between every request and its view."""

import logging
import time
from collections.abc import Callable

import psycopg
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from psycopg_pool import PoolTimeout, TooManyRequests

from ops import answers, metrics

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

RETRY_AFTER = 5
# SQLSTATE classes: no connection, out of resources, and the server going down.
UNREACHABLE = ("08", "53", "57P")


class MetricsMiddleware:
    """Counts every answer and how long it took, by the name of its URL."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = self.get_response(request)
        took = time.perf_counter() - start
        found = request.resolver_match
        route = found.view_name if found else None
        metrics.observe(route, request.method, response.status_code, took)
        return response


class UnavailableMiddleware:
    """A database that cannot be reached is a 503 that says when to come back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer for a view that raised; other errors stay what they are."""
        if not is_unreachable(exception):
            return None
        cause = exception.__cause__
        logger.warning("503: %s", type(cause or exception).__name__)
        if isinstance(cause, PoolTimeout | TooManyRequests):
            full = isinstance(cause, TooManyRequests)
            metrics.POOL_REFUSALS.labels("queue_full" if full else "timeout").inc()
        detail = (
            "The database is too busy or cannot be reached. Nothing was lost;"
            f" please try again in {RETRY_AFTER} seconds."
        )
        response = answers.plain(request, 503, "Back in a moment", detail)
        response["Retry-After"] = str(RETRY_AFTER)
        return response


def is_unreachable(error: Exception) -> bool:
    """Tell a database that is not there from a statement that is wrong."""
    if isinstance(error, InterfaceError | psycopg.InterfaceError):
        return True
    if not isinstance(error, OperationalError | psycopg.OperationalError):
        return False
    # Django's error has the driver's as its cause, and that one has the code. Without
    # one the server never answered: refused, timed out, or no room in the pool.
    state = getattr(error.__cause__ or error, "sqlstate", None)
    return state is None or state.startswith(UNREACHABLE)


class BadTextMiddleware:
    """Text that PostgreSQL cannot hold is the sender's mistake: 400, not 500.

    Views may drop or refuse such characters themselves; this catches what they let by.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or not _is_text(request.path_info):
            return _bad_text(request)
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer for a view that passed the text on."""
        # "text fields cannot contain NUL" is a DataError of psycopg or a ValueError.
        nul = isinstance(exception, DataError | ValueError) and "NUL" in str(exception)
        surrogate = isinstance(exception, UnicodeEncodeError)
        return _bad_text(request) if nul or surrogate else None


def _is_text(value: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _bad_text(request: HttpRequest) -> HttpResponse:
    detail = (
        "The address holds a character that is not text (a NUL or half of a surrogate"
        " pair). Remove it and try again."
    )
    return answers.plain(request, 400, "Bad request", detail)


PRIVATE = "private, no-store"


class ResponseHeadersMiddleware:
    """Headers of every answer; a view that sets one itself is left alone."""

    HEADERS = (
        # A shared cache keeps only what a view has called public.
        ("Cache-Control", PRIVATE),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        (
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.HEADERS:
            response.headers.setdefault(name, value)
        if response.headers["Cache-Control"] != PRIVATE and not _may_be_shared(
            response
        ):
            response.headers["Cache-Control"] = PRIVATE
            response.headers.pop("ETag", None)
        return response


def _may_be_shared(response: HttpResponse) -> bool:
    """Whether it is neither a failure nor somebody's own, whatever a view said."""
    is_failure = response.status_code >= 500 or response.status_code == 429  # noqa: PLR2004 - HTTP
    is_own = bool(response.cookies) or "cookie" in response.get("Vary", "").lower()
    return not (is_failure or is_own)
