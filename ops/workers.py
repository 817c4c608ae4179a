"""Which workers live, as each of them says every half minute."""

import logging
import time
from typing import Any, Final

from django.utils import timezone
from django_redis import get_redis_connection
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

KEY: Final = "ops:workers"
# Seconds. Celery's own heartbeat is every two, and more of them would be no news.
EVERY: Final = 30
LIMIT: Final = 100

_noted = 0.0


def note(sender: Any, **_: Any) -> None:
    """Say that this worker lives (Celery's `heartbeat_sent`, in its main process)."""
    global _noted  # noqa: PLW0603 - one worker a process
    if time.monotonic() - _noted < EVERY:
        return
    _noted = time.monotonic()
    try:
        record(sender.eventer.hostname)
    except (RedisError, OSError) as error:
        logger.warning("this worker could not be noted: %s", type(error).__name__)


def record(hostname: str) -> None:
    """Note that the worker lives now. Raises RedisError."""
    now = timezone.now().timestamp()
    pipeline = get_redis_connection("default").pipeline(transaction=False)
    pipeline.zadd(KEY, {hostname: now})
    pipeline.zremrangebyscore(KEY, "-inf", now - 3600)
    pipeline.execute()


def seen() -> int:
    """Give how many were heard of within `LIMIT` seconds. Raises RedisError."""
    since = timezone.now().timestamp() - LIMIT
    return int(get_redis_connection("default").zcount(KEY, since, "+inf"))
