"""How often one visitor may ask for what: every limit of the site, counted in Redis.

Counting is django-ratelimit's, in fixed windows. What the last window holds is weighed
in, so nobody gets twice the limit across an edge; refused requests are not counted, so
`Retry-After` is the truth. This is the only module that imports django-ratelimit.
"""

import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from django.core.cache import caches
from django.http import HttpRequest
from django_ratelimit import core  # type: ignore[import-untyped]

from ops.limit_store import ALIAS, LimitStoreError, ask
from ops.local_limit import LocalLimits

_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_RATE: Final = re.compile(r"([1-9][0-9]{0,5})/([smhd])")


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `limit` requests in any `seconds`."""

    text: str
    limit: int
    seconds: int


def rate(text: str) -> Rate:
    """Read a rate such as `10/m` in full; anything else is a ValueError."""
    found = _RATE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no rate; write it as 10/s, 10/m, 10/h or 10/d.")
    return Rate(text, int(found[1]), _SECONDS[found[2]])


@dataclass(frozen=True, slots=True)
class Slots:
    """How many may be answered at once: by the whole site, and to one visitor."""

    total: int
    each: int


@dataclass(frozen=True, slots=True)
class Scope:
    """A kind of request with its limits.

    `without_redis`: `open` lets all pass, `local` counts in each process its share.
    `writes_only`: reading the same address counts as `pages`.
    `per_user`: whoever is signed in has a limit of their own, wherever they are.
    """

    name: str
    rates: tuple[Rate, ...]
    without_redis: Literal["open", "local"] = "local"
    slots: Slots | None = None
    writes_only: bool = False
    per_user: bool = False


def _scopes(*scopes: Scope) -> Mapping[str, Scope]:
    return {scope.name: scope for scope in scopes}


SCOPES: Final = _scopes(
    Scope("pages", (rate("120/m"),), "open"),
    Scope("suggest", (rate("300/m"),), "open"),
    Scope("api", (rate("120/m"),), "open"),
    Scope("health", (rate("120/m"),), "open"),
    Scope("export", (rate("10/m"),), slots=Slots(total=8, each=2)),
    Scope(
        "ask",
        (rate("10/m"), rate("100/d")),
        # Answers are composed by workers; here passages are looked up, in 25 ms each.
        slots=Slots(total=32, each=2),
        per_user=True,
    ),
    Scope("upload", (rate("3/m"), rate("20/d")), writes_only=True, per_user=True),
    # A report shows a picture of each of its sheets.
    Scope("plans", (rate("1200/m"),), "open"),
    Scope("login", (rate("5/m"), rate("20/h")), writes_only=True),
    Scope("feedback", (rate("5/m"), rate("20/h")), writes_only=True),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the request may pass, and the limit that is nearest.

    `remaining` requests are left of `rate`, whose window ends in `reset` seconds; if it
    may not pass, the next one may after `reset` seconds. `counted` tells whether Redis
    or this process counted, or nobody did.
    """

    rate: Rate
    remaining: int
    reset: int
    allowed: bool = True
    counted: Literal["redis", "local", "nobody"] = "redis"


_local = LocalLimits()


def check(scope: Scope, client: str, request: HttpRequest) -> Verdict:
    """Count a request of `client` in `scope`, unless one of its limits is reached."""
    try:
        return ask(partial(_check, scope, client, request))
    except LimitStoreError:
        return _without_redis(scope, client)


def _check(scope: Scope, client: str, request: HttpRequest) -> Verdict:
    windows = [_window(scope, client, each) for each in scope.rates]
    verdict = _nearest(one.judge(one.now + 1) for one in windows)
    for window in windows if verdict.allowed else ():
        counted = window.judge(_count(scope, client, window, request))
        if not counted.allowed:
            return counted
        verdict = _nearest((verdict, counted))
    return verdict


@dataclass(frozen=True, slots=True)
class _Window:
    """What Redis holds of one rate: the count of this window and of the last one."""

    rate: Rate
    key: str
    now: int
    before: int
    left: int

    def judge(self, count: int) -> Verdict:
        return judge(self.rate, count, self.before, self.left)


def _window(scope: Scope, client: str, each: Rate) -> _Window:
    # The library cannot be asked for an earlier window, hence its private functions.
    end = core._get_window(client, each.seconds)  # noqa: SLF001
    name = partial(core._make_cache_key, scope.name, rate=each.text)  # noqa: SLF001
    keys = [
        name(window=window, value=client, methods=core.ALL)
        for window in (end, end - each.seconds)
    ]
    found = caches[ALIAS].get_many(keys)
    now, before = (int(found.get(key, 0)) for key in keys)
    return _Window(each, keys[0], now, before, max(0, end - int(time.time())))


def _count(scope: Scope, client: str, window: _Window, request: HttpRequest) -> int:
    usage = core.get_usage(
        request,
        group=scope.name,
        key=lambda _group, _request: client,
        rate=window.rate.text,
        increment=True,
    )
    if usage["time_left"] < 0:  # a counter that went away between two commands
        raise LimitStoreError
    if usage["count"] == 1:
        # The library forgets a window at its end, when the next begins to weigh it.
        lasts = 2 * window.rate.seconds + core.EXPIRATION_FUDGE
        caches[ALIAS].touch(window.key, lasts)
    return int(usage["count"])


def judge(each: Rate, now: int, before: int, left: int) -> Verdict:
    """Judge the `now`-th request of a window that ends in `left` seconds.

    `before` is the last window's count. It weighs as much as of it is still within
    `each.seconds`, if its requests were spread evenly.
    """
    weighed = min(before, each.limit) * left / each.seconds
    remaining = int(each.limit - weighed - now)
    if now + weighed <= each.limit:
        return Verdict(each, remaining, max(1, left))
    wait = _wait(each, now, min(before, each.limit), left)
    return Verdict(each, 0, wait, allowed=False)


def _wait(each: Rate, now: int, before: int, left: int) -> int:
    """Give the seconds until the refused request would pass."""
    if now <= each.limit:
        # In this window, once enough of the last one is out of sight.
        return left - (each.limit - now) * each.seconds // before
    # In the next, once enough of this full one is.
    return left + each.seconds - (each.limit - 1) * each.seconds // each.limit


def _nearest(verdicts: Iterable[Verdict]) -> Verdict:
    """Give the refusal that lasts longest, else the limit with the least left."""
    return min(verdicts, key=lambda one: (one.allowed, one.remaining, -one.reset))


def _without_redis(scope: Scope, client: str) -> Verdict:
    first = scope.rates[0]
    verdict = Verdict(first, first.limit, first.seconds, counted="nobody")
    for each in scope.rates if scope.without_redis == "local" else ():
        wait = _local.take((scope.name, each.text, client), each.limit, each.seconds)
        if wait:
            return Verdict(each, 0, wait, allowed=False, counted="local")
        verdict = Verdict(each, 0, each.seconds, counted="local")
    return verdict
