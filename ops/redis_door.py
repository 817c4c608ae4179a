"""The way to a Redis that may be away: a breaker, and few who ask at a time."""

import logging
import threading
from collections.abc import Callable
from typing import Final, TypeVar

from redis.exceptions import RedisError

from ops.breaker import Breaker

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

# In a burst all the requests of a process would wait for Redis at once, be answered at
# once, and then keep each other from reading the next answer in time: a busy process
# would look like a silent Redis. So few ask at a time; the others wait here, and not in
# a socket's time-out.
AT_ONCE: Final = 8


class SilentRedisError(Exception):
    """Redis does not answer, or not in time."""


def few() -> threading.BoundedSemaphore:
    """What those who use one door share."""
    return threading.BoundedSemaphore(AT_ONCE)


def ask(
    question: Callable[[], Answer],
    *,
    breaker: Breaker,
    among: threading.BoundedSemaphore,
    who: str,
) -> Answer:
    """Give what `question` got from Redis; raise SilentRedisError if it got nothing.

    `who` is named in the log when Redis falls silent, as in "limits are".
    """
    with among:
        if not breaker.allows():
            raise SilentRedisError
        try:
            answer = question()
        except (RedisError, OSError) as error:
            if breaker.failed():
                logger.warning("%s without Redis: %s", who, type(error).__name__)
            raise SilentRedisError from error
        breaker.succeeded()
        return answer
