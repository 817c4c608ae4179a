"""Pages that are the same for everybody: kept by us, by a CDN, and told by an ETag.

A view opts in with `public_page`. It is then given no more of the request than what the
page's key is made of, so that nothing of one visitor can get into what others are
shown. Whoever has a session, or an `Authorization` header, gets an answer of their own.
"""

import gzip
import hashlib
import random
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Concatenate, Final, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import parse_etags

from ops import answers, data_version, metrics, page_store
from ops.code_version import code_version
from ops.one_flight import OneFlight
from ops.page_store import Page
from ops.redis_door import SilentRedisError

Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponseBase]
# The parameters that a view reads, in their one way of writing; None: not to be kept.
Asked = Callable[[QueryDict], str | None]

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
# Characters of a path or of parameters; longer ones are answered and not kept.
LONGEST: Final = 1000
# Seconds: for how long a visitor waits for a page to be made, by whomever, and how
# often those who wait for another process look.
PATIENCE: Final = 8.0
PAUSE: Final = 0.05
BUSY_RETRY: Final = 5
# Seconds for which a CDN may show what it has while we do not answer.
IF_ERROR: Final = 86_400
# Seconds for which a page that is not there is known not to be.
ABSENT: Final = 30
# So much more or less a page is kept, so that not all are made anew at once.
JITTER: Final = 0.1
SMALLEST_GZIPPED: Final = 500
GZIP_LEVEL: Final = 5
# What a CDN may keep, and of that what we do.
SHARED: Final = frozenset({200, 301, 302, 404, 410})
KEPT: Final = frozenset({200})
ABSENCES: Final = frozenset({404, 410})
HEADERS: Final = ("Location", "HX-Redirect", "HX-Push-Url", "X-Robots-Tag")
_GZIP: Final = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")

_flight: OneFlight[Page | HttpResponseBase] = OneFlight(PATIENCE)
# So many pages are made at once in a process, each with one connection; the others
# wait in order. More at once would all be slower, and leave no connection for the rest.
_places: Final = threading.BoundedSemaphore(max(1, settings.DB_POOL_MAX // 2))


class BusyError(Exception):
    """No place to make the page came free in `PATIENCE` seconds."""


@dataclass(frozen=True, slots=True)
class Policy:
    """For how many seconds a kind of page is fresh, and shown while it is renewed."""

    kind: str
    fresh: int
    stale: int
    browser: int = 0

    def cache_control(self, status: int) -> str:
        if status in ABSENCES:
            return f"public, max-age=0, s-maxage={ABSENT}"
        return (
            f"public, max-age={self.browser}, s-maxage={self.fresh},"
            f" stale-while-revalidate={self.stale}, stale-if-error={IF_ERROR}"
        )


def no_parameters(_given: QueryDict) -> str | None:
    """Of a page that reads none."""
    return ""


def public_page(
    kind: str,
    *,
    fresh: int = HOUR,
    stale: int = 10 * MINUTE,
    asked: Asked = no_parameters,
    browser: int = 0,
) -> Callable[[View[Given]], View[Given]]:
    """Decorate the view of a page that shows everybody the same.

    `fresh`, `stale` and `browser` are seconds: for which a page is kept, for which a
    CDN may go on showing it while it asks anew, and for which a browser need not ask.
    `asked` gives the parameters that the view reads as a query string, or None where
    the page is not worth keeping; the view sees those parameters and no others.
    """
    policy = Policy(kind, fresh, stale, browser)

    def decorate(view: View[Given]) -> View[Given]:
        @wraps(view)
        def answer(
            request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs
        ) -> HttpResponseBase:
            make = partial(view, request, *args, **kwargs)
            query = asked(request.GET) if is_for_everybody(request) else None
            if query is None or max(len(query), len(request.path)) > LONGEST:
                metrics.PAGES.labels(kind, "private").inc()
                return make()
            _narrow(request, query)
            try:
                found = _found(policy, request, make)
            except BusyError:
                metrics.PAGES.labels(kind, "busy").inc()
                return _busy(request)
            if isinstance(found, HttpResponseBase):
                return found
            return _answer(policy, request, found)

        return answer

    return decorate


def is_for_everybody(request: HttpRequest) -> bool:
    """Tell whether the request says nothing of who sends it."""
    named = settings.PERSONAL_COOKIES
    return (
        request.method in {"GET", "HEAD"}
        and "HTTP_AUTHORIZATION" not in request.META
        and not any(name in request.COOKIES for name in named)
    )


def _narrow(request: HttpRequest, query: str) -> None:
    """Leave of the address what the key has of it; the page may show its own."""
    request.META["QUERY_STRING"] = query
    request.GET = QueryDict(query)


@dataclass(frozen=True, slots=True)
class _Maker:
    """One request for one page, and how to make it."""

    policy: Policy
    request: HttpRequest
    make: Callable[[], HttpResponseBase]
    give_up: float

    def key(self, version: int) -> str:
        """Of the page as it is in that version of the data, today, by this code."""
        asked = self.request
        parts = (
            *(str(version), timezone.localdate().isoformat(), code_version()),
            *(asked.scheme or "", asked.get_host(), asked.path),
            asked.META["QUERY_STRING"],
        )
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]
        return f"page:{self.policy.kind}:{digest}"

    def count(self, result: str) -> None:
        metrics.PAGES.labels(self.policy.kind, result).inc()

    def made(self) -> tuple[int, Page | HttpResponseBase]:
        """The version that all of the page is of, and the page, or what is none.

        Raises BusyError.
        """
        if not _places.acquire(timeout=max(0.0, self.give_up - time.monotonic())):
            raise BusyError
        try:
            self.count("miss")
            with data_version.snapshot() as version:
                response = self.make()
            return version, page_of(self.policy, self.request, response)
        finally:
            _places.release()


def _found(
    policy: Policy, request: HttpRequest, make: Callable[[], HttpResponseBase]
) -> Page | HttpResponseBase:
    if not settings.PAGE_CACHE_ENABLE:
        return page_of(policy, request, make())
    maker = _Maker(policy, request, make, time.monotonic() + PATIENCE)
    key = maker.key(data_version.current())
    try:
        held = page_store.get(key)
    except SilentRedisError:
        return _flight.take(key, partial(_without_redis, maker)) or maker.made()[1]
    if held and held.is_fresh:
        maker.count("hit")
        return held
    if held:
        return _renewed(maker, key, held)
    return _flight.take(key, partial(_alone, maker, key)) or maker.made()[1]


def _without_redis(maker: _Maker) -> Page | HttpResponseBase:
    return maker.made()[1]


def _renewed(maker: _Maker, key: str, held: Page) -> Page | HttpResponseBase:
    """Make a page whose time is over anew, unless another does: then it is shown."""
    token = secrets.token_hex(8)
    try:
        is_ours = page_store.lock(key, token)
    except SilentRedisError:
        is_ours = False
    if is_ours:
        return _made(maker, key, token)
    maker.count("stale")
    return held


def _alone(maker: _Maker, key: str) -> Page | HttpResponseBase:
    """Make the page, or wait for the process that does; it may take too long."""
    token = secrets.token_hex(8)
    while time.monotonic() < maker.give_up:
        try:
            found = page_store.get_or_lock(key, token)
        except SilentRedisError:
            break
        if isinstance(found, Page):
            maker.count("waited")
            return found
        if found:
            return _made(maker, key, token)
        time.sleep(PAUSE)
    return maker.made()[1]


def _made(maker: _Maker, key: str, token: str) -> Page | HttpResponseBase:
    """Make the page under the lock on `key`, and keep it under its own version's."""
    kept = False
    try:
        version, page = maker.made()
        if isinstance(page, Page) and page.status in KEPT:
            kept = True
            _keep(maker, page, version, locked_as=(key, token))
        return page
    finally:
        if not kept:
            _unlock(key, token)


def _keep(
    maker: _Maker, page: Page, version: int, *, locked_as: tuple[str, str]
) -> None:
    try:
        has_room = page_store.put(maker.key(version), page, locked_as=locked_as)
    except SilentRedisError:
        # The lock runs out by itself.
        return
    if not has_room:
        maker.count("no_room")


def _unlock(key: str, token: str) -> None:
    try:
        page_store.unlock(key, token)
    except SilentRedisError:
        # The lock runs out by itself.
        return


def _busy(request: HttpRequest) -> HttpResponse:
    detail = (
        "More pages are asked for at the moment than can be made. Nothing was lost;"
        f" please try again in {BUSY_RETRY} seconds."
    )
    response = answers.plain(request, 503, "Busy at the moment", detail)
    response["Retry-After"] = str(BUSY_RETRY)
    return response


def page_of(
    policy: Policy, request: HttpRequest, response: HttpResponseBase
) -> Page | HttpResponseBase:
    """The answer as a page for everybody, or itself if it must not be one."""
    session = getattr(request, "session", None)
    is_personal = bool(response.cookies) or getattr(session, "accessed", False)
    decided = response.has_header("Cache-Control") or is_personal
    if decided or response.status_code not in SHARED:
        return response
    if not isinstance(response, HttpResponse):  # streamed
        return response
    plain = response.content
    is_gzipped = len(plain) >= SMALLEST_GZIPPED
    # Jitter is no secret.
    lasts = policy.fresh * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
    return Page(
        status=response.status_code,
        content_type=response["Content-Type"],
        etag=hashlib.sha256(plain).hexdigest()[:32],
        headers={name: response[name] for name in HEADERS if name in response},
        fresh_until=time.time() + lasts,
        is_gzipped=is_gzipped,
        body=gzip.compress(plain, GZIP_LEVEL, mtime=0) if is_gzipped else plain,
    )


def _answer(policy: Policy, request: HttpRequest, page: Page) -> HttpResponse:
    takes_gzip = bool(_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    as_gzip = page.is_gzipped and takes_gzip
    etag = f'"{page.etag}-gzip"' if as_gzip else f'"{page.etag}"'
    headers = page.headers | {
        "Cache-Control": policy.cache_control(page.status),
        "ETag": etag,
        "Vary": "Accept-Encoding",
    }
    if page.status in KEPT and _is_known(request, page):
        return HttpResponseNotModified(headers=headers)
    body = page.body
    if as_gzip:
        headers["Content-Encoding"] = "gzip"
    elif page.is_gzipped:
        body = gzip.decompress(body)
    headers["Content-Length"] = str(len(body))
    return HttpResponse(
        body, status=page.status, content_type=page.content_type, headers=headers
    )


def _is_known(request: HttpRequest, page: Page) -> bool:
    """Whether the visitor has it, in whichever encoding."""
    given = request.META.get("HTTP_IF_NONE_MATCH")
    if not given:
        return False
    tags = {tag.removeprefix("W/") for tag in parse_etags(given)}
    return not tags.isdisjoint({"*", f'"{page.etag}"', f'"{page.etag}-gzip"'})
