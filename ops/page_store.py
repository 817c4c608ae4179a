"""Finished pages in Redis: a line of JSON that says what follows, and the body.

Never pickle, so who can write to Redis cannot run code here. What is stored in an hour
is bounded (`PAGE_CACHE_MB`), because Redis is the broker's too and must not fill up.
"""

import json
import time
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Self

from django.conf import settings
from django_redis import get_redis_connection

from ops import redis_door
from ops.breaker import Breaker

ALIAS: Final = "default"
# Milliseconds after which a page may be made by another: its maker has died.
LEASE: Final = 20_000
HOUR: Final = 3600
# Seconds that a page stays after its time, for who comes while it is made anew.
GRACE: Final = 60

# KEYS: page, lock, bytes of this hour. ARGV: token, page, milliseconds, most bytes.
_PUT: Final = """
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
local size = string.len(ARGV[2])
local used = redis.call('INCRBY', KEYS[3], size)
if used == size then redis.call('EXPIRE', KEYS[3], 7200) end
if used > tonumber(ARGV[4]) then
    redis.call('DECRBY', KEYS[3], size)
    return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
"""
# KEYS: page, lock. ARGV: token, milliseconds. The page, else 1 with the lock, else 0.
_GET_OR_LOCK: Final = """
local page = redis.call('GET', KEYS[1])
if page then return page end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
return 0
"""
_UNLOCK: Final = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""

breaker = Breaker()
_few = redis_door.few()


@dataclass(frozen=True, slots=True)
class Page:
    """An answer that is the same for everybody. `etag` is of the plain body, unquoted.

    `fresh_until` is in seconds of the clock; from then on it is to be made anew.
    """

    status: int
    content_type: str
    etag: str
    headers: dict[str, str]
    fresh_until: float
    is_gzipped: bool
    body: bytes

    @property
    def is_fresh(self) -> bool:
        return time.time() < self.fresh_until

    def packed(self) -> bytes:
        head = {name: getattr(self, name) for name in _HEAD}
        return json.dumps(head).encode() + b"\n" + self.body

    @classmethod
    def unpacked(cls, stored: bytes) -> Self | None:
        """Nothing if it is not a page, whoever wrote it."""
        head, _, body = stored.partition(b"\n")
        try:
            return cls(body=body, **json.loads(head))
        except (ValueError, TypeError):
            return None


_HEAD: Final = tuple(name for name in Page.__slots__ if name != "body")


def get(key: str) -> Page | None:
    """Give the page, fresh or not. Raises SilentRedisError."""
    found = _ask(lambda: _redis().get(key))
    return Page.unpacked(found) if found else None


def get_or_lock(key: str, token: str) -> Page | bool:
    """Give the page; without one, whether the caller is now the one who makes it."""
    script = partial(_run, _GET_OR_LOCK, [key, _lock(key)], [token, LEASE])
    found = _ask(script)
    if isinstance(found, bytes):
        return Page.unpacked(found) or True
    return bool(found)


def lock(key: str, token: str) -> bool:
    """Tell whether the caller is now the one who makes the page anew."""
    return bool(_ask(lambda: _redis().set(_lock(key), token, nx=True, px=LEASE)))


def unlock(key: str, token: str) -> None:
    """Let others make the page, if the lock is still the caller's."""
    _ask(partial(_run, _UNLOCK, [_lock(key)], [token]))


def put(key: str, page: Page, *, locked_as: tuple[str, str]) -> bool:
    """Keep the page, and give the lock back; False if this hour's bytes are used up.

    `locked_as` is the key that was locked, which another version may have, and its
    token.
    """
    locked, token = locked_as
    lasts = int(1000 * (page.fresh_until - time.time() + GRACE))
    used = f"page-bytes:{int(time.time()) // HOUR}"
    most = settings.PAGE_CACHE_MB << 20
    keys = [key, _lock(locked), used]
    return bool(_ask(partial(_run, _PUT, keys, [token, page.packed(), lasts, most])))


def _lock(key: str) -> str:
    return f"lock:{key}"


def _redis() -> Any:
    return get_redis_connection(ALIAS)


def _run(script: str, keys: list[str], arguments: list[Any]) -> Any:
    return _redis().register_script(script)(keys=keys, args=arguments)


def _ask(question: Any) -> Any:
    return redis_door.ask(question, breaker=breaker, among=_few, who="pages are")
