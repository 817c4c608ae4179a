"""Whether this process can do its work, and what of the rest answers."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, Literal

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connections
from django_redis import get_redis_connection
from redis.exceptions import RedisError

# Seconds. Both checks run at once, so the report takes less than two.
PATIENCE = 1.5
HEARTBEAT_KEY = "ops:heartbeat"
# The heartbeat comes every 30 s; two may be lost.
HEARTBEAT_LIMIT = 100

Status = Literal["ok", "degraded", "down"]

# Checks that hang keep their thread: the number bounds how many can.
_checks = ThreadPoolExecutor(max_workers=4, thread_name_prefix="health")


def report() -> dict[str, Any]:
    """Give `status` and its reasons as JSON-able values. Takes under 2 s."""
    pending = _checks.submit(_timed, _database), _checks.submit(_timed, _redis)
    deadline = time.monotonic() + PATIENCE
    database, redis = (_result(one, deadline) for one in pending)
    age = heartbeat_age() if redis["ok"] else None
    fresh = age is not None and age <= HEARTBEAT_LIMIT
    found: dict[str, Any] = {
        "status": _status(database=database["ok"], redis=redis["ok"], heartbeat=fresh),
        "version": settings.VERSION,
        "role": settings.ROLE,
        "database": database,
        "redis": redis,
        "worker": {"ok": fresh, "heartbeat_age_s": age},
    }
    if settings.ROLE == "web":
        found["pool"] = _pool()
    return found


def _status(*, database: bool, redis: bool, heartbeat: bool) -> Status:
    if not database:
        return "down"
    return "ok" if redis and heartbeat else "degraded"


def _timed(check: Callable[[], None]) -> dict[str, Any]:
    start = time.perf_counter()
    try:
        check()
    # The reason may hold an address or a password, so only the fact is told.
    except (DatabaseError, RedisError, OSError):
        return {"ok": False, "error": "unreachable"}
    return {"ok": True, "latency_ms": round((time.perf_counter() - start) * 1000, 1)}


def _result(pending: Future[dict[str, Any]], deadline: float) -> dict[str, Any]:
    try:
        return pending.result(max(0.0, deadline - time.monotonic()))
    except TimeoutError:
        pending.cancel()
        return {"ok": False, "error": f"no answer in {PATIENCE} s"}


def _database() -> None:
    connection = connections["default"]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()


def _redis() -> None:
    get_redis_connection("default").ping()


def _pool() -> dict[str, int]:
    pool = connections["default"].pool  # type: ignore[attr-defined]
    stats = pool.get_stats()
    shown = ("pool_max", "pool_size", "pool_available", "requests_waiting")
    return {name: int(stats.get(name, 0)) for name in shown}


def record_heartbeat() -> None:
    """Say that a worker is alive now."""
    cache.set(HEARTBEAT_KEY, datetime.now(UTC).timestamp(), timeout=3600)


def heartbeat_age() -> float | None:
    """Give the seconds since a worker was heard, or None if none was within an hour."""
    heard = cache.get(HEARTBEAT_KEY)
    if not isinstance(heard, int | float):
        return None
    return round(max(0.0, datetime.now(UTC).timestamp() - heard), 1)
