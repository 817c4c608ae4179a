"""What waits in the broker, and for how long."""

import json
import time
from functools import cache
from typing import Any, Final

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

QUEUES: Final = ("default", "ingest", "plans")
# A message in Redis has no time of its own, so each gets one as it is sent.
PUBLISHED: Final = "published_at"


def stamp(headers: dict[str, Any] | None = None, **_: Any) -> None:
    """Write into a message when it was sent (Celery's `before_task_publish`)."""
    if headers is not None:
        headers.setdefault(PUBLISHED, time.time())


def depths() -> dict[str, Any]:
    """Give messages and the oldest one's age by queue, and those with a worker now."""
    pipeline = _broker().pipeline(transaction=False)
    for queue in QUEUES:
        pipeline.llen(queue)
        # Messages are pushed on the left and taken from the right.
        pipeline.lindex(queue, -1)
    pipeline.hlen("unacked")
    *found, unacknowledged = pipeline.execute()
    waiting = {
        queue: {"messages": found[2 * i], "oldest_s": _age(found[2 * i + 1])}
        for i, queue in enumerate(QUEUES)
    }
    return {"waiting": waiting, "unacknowledged": unacknowledged}


def waiting(queue: str) -> set[str]:
    """Give the ids of the tasks whose messages no worker has taken yet.

    A task that is sent again under its own id is so known to wait or not.
    """
    found = _broker().lrange(queue, 0, -1)
    headers = (json.loads(message).get("headers", {}) for message in found)
    return {str(each.get("id")) for each in headers}


def _age(message: bytes | None) -> float | None:
    """Give the seconds since it was sent; None without one, or if it does not say."""
    if message is None:
        return None
    sent = json.loads(message).get("headers", {}).get(PUBLISHED)
    return None if sent is None else round(max(0.0, time.time() - sent), 1)


@cache
def _broker() -> redis.Redis:
    return redis.Redis(
        connection_pool=redis.BlockingConnectionPool.from_url(
            settings.BROKER_REDIS_URL,
            max_connections=4,
            timeout=0.5,
            socket_connect_timeout=0.25,
            socket_timeout=0.5,
            retry=Retry(NoBackoff(), 0),
        )
    )
