"""The middleware that holds every request to the limits of its address."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from ops import answers, concurrency, load_client, metrics, rate_limit
from ops.concurrency import Full
from ops.limited_routes import scope_of
from ops.rate_limit import Scope, Verdict

logger = logging.getLogger(__name__)

PERIODS: Final = {1: "a second", 60: "a minute", 3600: "an hour", 86_400: "a day"}
# Seconds after which a costly answer that is under way has often ended.
BUSY_RETRY: Final = 5


class RateLimitMiddleware:
    """Refuses with 429 what is too much for one visitor, with 503 what is for the site.

    Stands last, so that the user is known. An address that leads nowhere counts too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        scope = scope_of(_route(request), request.method, request.GET)
        if scope is None or not settings.RATELIMIT_ENABLE:
            return self.get_response(request)
        client = _client(request, scope)
        verdict = rate_limit.check(scope, client, request)
        if verdict.counted != "redis":
            metrics.LIMITS_WITHOUT_REDIS.labels(scope.name).inc()
        if verdict.allowed:
            response = self._answer(request, scope, client, verdict)
        else:
            response = too_many(request, scope, verdict)
        return _with_headers(response, scope, verdict)

    def _answer(
        self, request: HttpRequest, scope: Scope, client: str, verdict: Verdict
    ) -> HttpResponse:
        if scope.slots is None:
            return self.get_response(request)
        shared = verdict.counted == "redis"
        taken = concurrency.take(scope, scope.slots, client, shared=shared)
        if isinstance(taken, Full):
            return _busy(request, scope, taken)
        try:
            response = self.get_response(request)
        except BaseException:
            taken()
            raise
        concurrency.release_after(response, taken)
        return response


def _route(request: HttpRequest) -> str | None:
    """Give the name of the request's URL, or None if no URL has this path."""
    try:
        found = resolve(request.path_info, getattr(request, "urlconf", None))
    except Resolver404:
        return None
    # Django sets it too, but only for what reaches a view.
    request.resolver_match = found
    return found.view_name


def _client(request: HttpRequest, scope: Scope) -> str:
    # The session is not looked at for others: the answer would vary with the cookie.
    may_be_known = scope.per_user and settings.SESSION_COOKIE_NAME in request.COOKIES
    user = getattr(request, "user", None) if may_be_known else None
    if user is not None and user.is_authenticated:
        return f"user {user.pk}"
    return load_client.counted_as(request)


def _with_headers(
    response: HttpResponse, scope: Scope, verdict: Verdict
) -> HttpResponse:
    """Say the limits; but not in what a shared cache hands to other visitors."""
    is_public = "public" in response.get("Cache-Control", "")
    if not is_public and verdict.counted != "nobody":
        names = [f'"{scope.name}-{each.text}"' for each in scope.rates]
        response["RateLimit-Policy"] = ", ".join(
            f"{name};q={each.limit};w={each.seconds}"
            for name, each in zip(names, scope.rates, strict=True)
        )
        nearest = f'"{scope.name}-{verdict.rate.text}"'
        response["RateLimit"] = f"{nearest};r={verdict.remaining};t={verdict.reset}"
    return response


def too_many(request: HttpRequest, scope: Scope, verdict: Verdict) -> HttpResponse:
    """Answer who has reached a limit."""
    limit, period = verdict.rate.limit, PERIODS[verdict.rate.seconds]
    detail = (
        f"At most {limit} requests of this kind are answered in {period}."
        f" Please try again in {_duration(verdict.reset)}."
    )
    return _refused(request, scope, "rate", (429, detail, verdict.reset))


def _busy(request: HttpRequest, scope: Scope, full: Full) -> HttpResponse:
    assert scope.slots is not None
    if full is Full.VISITOR:
        detail = (
            "You have as many requests of this kind under way as one visitor may"
            f" ({scope.slots.each}). Please try again when one of them is done."
        )
        return _refused(request, scope, "visitor_busy", (429, detail, BUSY_RETRY))
    detail = (
        "As many requests of this kind are under way as the site can do at once."
        f" Nothing was lost; please try again in {_duration(BUSY_RETRY)}."
    )
    return _refused(request, scope, "site_busy", (503, detail, BUSY_RETRY))


def _refused(
    request: HttpRequest, scope: Scope, reason: str, answer: tuple[int, str, int]
) -> HttpResponse:
    status, detail, retry_after = answer
    metrics.LIMITED.labels(scope.name, reason).inc()
    logger.info("refused: limit %s, %s", scope.name, reason)
    is_rate = status == HTTPStatus.TOO_MANY_REQUESTS
    title = "Too many requests" if is_rate else "Busy at the moment"
    response = answers.plain(request, status, title, detail)
    response["Retry-After"] = str(retry_after)
    return response


def _duration(seconds: int) -> str:
    """Give a time to wait in words, never shorter than it is."""
    for size, unit in ((3600, "hour"), (60, "minute")):
        if seconds > 2 * size:
            return f"{-(-seconds // size)} {unit}s"
    return f"{seconds} second{'s' if seconds != 1 else ''}"
