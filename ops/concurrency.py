"""How many costly answers may be made at once, on the whole site and for one visitor.

A slot is a lease in Redis: whoever dies without giving it back loses it when it runs
out. Without Redis each process hands out its share.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any, Final

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django_redis import get_redis_connection

from ops.limit_store import ALIAS, LimitStoreError, ask
from ops.local_limit import share
from ops.rate_limit import Scope, Slots

# Seconds; longer than any export takes.
LEASE: Final = 300
# Redis's clock decides what has run out, so that no server's clock matters.
_TAKE: Final = """
local now = tonumber(redis.call('TIME')[1])
for i = 1, 2 do redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now) end
if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[2]) then return 'visitor' end
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 'site' end
for i = 1, 2 do
    redis.call('ZADD', KEYS[i], now + ARGV[3], ARGV[4])
    redis.call('EXPIRE', KEYS[i], ARGV[3])
end
return 'taken'
"""

Release = Callable[[], None]


class Full(Enum):
    """Who has as many answers under way as is allowed."""

    VISITOR = "visitor"
    SITE = "site"


@dataclass(slots=True)
class _LocalSlots:
    """What this process has under way, by key."""

    taken: Counter[str] = field(default_factory=Counter)

    def take(self, keys: tuple[str, str], slots: Slots) -> Full | None:
        site, visitor = keys
        if self.taken[visitor] >= slots.each:
            return Full.VISITOR
        if self.taken[site] >= share(slots.total):
            return Full.SITE
        self.taken.update(keys)
        return None

    def release(self, keys: tuple[str, str]) -> None:
        self.taken.subtract(keys)
        self.taken += Counter()  # drops what has come down to zero


_local = _LocalSlots()


def take(
    scope: Scope, slots: Slots, client: str, *, shared: bool = True
) -> Release | Full:
    """Give the function that gives the slot back, or who has none left.

    `shared` is False where Redis is known to be away.
    """
    hashed = hashlib.sha256(client.encode()).hexdigest()[:32]
    keys = f"slots:{scope.name}", f"slots:{scope.name}:{hashed}"
    token = secrets.token_hex(8)
    answer = _try_redis(keys, slots, token) if shared else None
    if answer is None:
        return _local.take(keys, slots) or partial(_local.release, keys)
    if answer == "taken":
        return partial(_release_in_redis, keys, token)
    return Full(answer)


def _try_redis(keys: tuple[str, str], slots: Slots, token: str) -> str | None:
    try:
        return ask(partial(_take_in_redis, keys, slots, token))
    except LimitStoreError:
        return None


def _take_in_redis(keys: tuple[str, str], slots: Slots, token: str) -> str:
    script = get_redis_connection(ALIAS).register_script(_TAKE)
    answer = script(keys=keys, args=[slots.total, slots.each, LEASE, token])
    return str(answer.decode())


def _release_in_redis(keys: tuple[str, str], token: str) -> None:
    def remove() -> None:
        pipeline = get_redis_connection(ALIAS).pipeline(transaction=False)
        for key in keys:
            pipeline.zrem(key, token)
        pipeline.execute()

    try:
        ask(remove)
    except LimitStoreError:
        # The lease runs out by itself.
        return


def release_after(response: HttpResponseBase, release: Release) -> None:
    """Give the slot back when the answer is made: a streamed one, when it is closed."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = _Held(response.streaming_content, release)
    else:
        assert isinstance(response, HttpResponse)
        release()


class _Held:
    """A stream that gives its slot back once: at its end or when it is closed.

    Not a generator: one that was never started runs nothing when it is closed.
    """

    def __init__(self, content: Any, release: Release) -> None:
        self._content: Iterator[bytes] = iter(content)
        self._release: Release | None = release

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._content)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        release, self._release = self._release, None
        if release is not None:
            release()
