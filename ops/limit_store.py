"""The Redis that limits are counted in, behind a breaker.

One database of its own (`CACHES["limits"]`), with short time-outs. While it does not
answer, callers are told at once and decide for themselves what to do.
"""

from collections.abc import Callable
from typing import Final, TypeVar

from ops import redis_door
from ops.breaker import Breaker
from ops.redis_door import SilentRedisError as LimitStoreError

__all__ = ["ALIAS", "LimitStoreError", "ask"]

ALIAS: Final = "limits"

Answer = TypeVar("Answer")

breaker = Breaker()
_few = redis_door.few()


def ask(question: Callable[[], Answer]) -> Answer:
    """Give what `question` got from Redis; raise LimitStoreError if it got nothing."""
    return redis_door.ask(question, breaker=breaker, among=_few, who="limits are")
