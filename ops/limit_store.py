"""The Redis that limits are counted in, behind a breaker.

One database of its own (`CACHES["limits"]`), with short time-outs. While it does not
answer, callers are told at once and decide for themselves what to do.
"""

import logging
import threading
from collections.abc import Callable
from typing import Final, TypeVar

from redis.exceptions import RedisError

from ops.breaker import Breaker

logger = logging.getLogger(__name__)

ALIAS: Final = "limits"

Answer = TypeVar("Answer")

breaker = Breaker()
# In a burst all the requests of a process would wait for Redis at once, be answered at
# once, and then keep each other from reading the next answer in time: a busy process
# would look like a silent Redis. So few ask at a time; the others wait here, and not in
# a socket's time-out.
AT_ONCE: Final = 8
_few = threading.BoundedSemaphore(AT_ONCE)


class LimitStoreError(Exception):
    """Redis does not answer, or not in time."""


def ask(question: Callable[[], Answer]) -> Answer:
    """Give what `question` got from Redis; raise LimitStoreError if it got nothing."""
    with _few:
        if not breaker.allows():
            raise LimitStoreError
        try:
            answer = question()
        except (RedisError, OSError) as error:
            if breaker.failed():
                logger.warning("limits are without Redis: %s", type(error).__name__)
            raise LimitStoreError from error
        breaker.succeeded()
        return answer
