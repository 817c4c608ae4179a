"""Whether this process can do its work, and what of the rest answers."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, Literal

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connections
from django.utils import timezone
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from ops import cron_log, queues, workers
from ops.models import CronLog

logger = logging.getLogger(__name__)

# Seconds. All checks run at once, so the report takes less than two.
PATIENCE = 1.5
HEARTBEAT_KEY: Final = "ops:heartbeat"
# The heartbeat comes every minute; two may be lost.
HEARTBEAT_LIMIT: Final = 200
REPLICA: Final = "replica"
# Seconds a replica may be behind and still be read.
BEHIND: Final = 30.0
# A replica that hears from the primary and has all it heard is not behind, however long
# nothing came. One that hears nothing knows only how old its last transaction is. After
# a restart it has replayed more than it received since.
LAG: Final = """
    SELECT CASE WHEN NOT pg_is_in_recovery() THEN 0
           WHEN pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn()
                AND EXISTS (SELECT FROM pg_stat_wal_receiver) THEN 0
           ELSE extract(epoch FROM now() - pg_last_xact_replay_timestamp()) END
"""

Status = Literal["ok", "degraded", "down"]
Facts = Callable[[], Mapping[str, Any]]

# Checks that hang keep their thread: the number bounds how many can.
_checks = ThreadPoolExecutor(max_workers=12, thread_name_prefix="health")
_registered: dict[str, Facts] = {}


def register(name: str, facts: Facts) -> None:
    """Have the report show under `name` what an app's function says.

    It may ask the database, gives JSON-able values and nothing secret. Its module is
    called `health`, so that it is found (ops/apps.py).
    """
    _registered[name] = facts


def report() -> dict[str, Any]:
    """Give `status` and its reasons as JSON-able values. Takes under 2 s."""
    checks: dict[str, Facts] = {
        "database": _database,
        "redis": _redis,
        "queues": queues.depths,
        "jobs": _jobs,
        **({"replica": _replica} if REPLICA in settings.DATABASES else {}),
        **_registered,
    }
    pending = {name: _checks.submit(_timed, name, checks[name]) for name in checks}
    deadline = time.monotonic() + PATIENCE
    parts = {name: _result(one, deadline) for name, one in pending.items()}
    found: dict[str, Any] = {"replica": None, "model": None, **parts}
    found["worker"] = _worker(found["redis"])
    reasons = list(_reasons(found))
    return {
        "status": _status(found, reasons),
        "degraded": reasons,
        "version": settings.VERSION,
        "role": settings.ROLE,
        **found,
        **({"pool": pool()} if settings.ROLE == "web" else {}),
    }


def _status(found: Mapping[str, Any], reasons: list[str]) -> Status:
    if not found["database"]["ok"]:
        return "down"
    return "degraded" if reasons else "ok"


def _reasons(found: Mapping[str, Any]) -> Iterator[str]:
    """Say what is not as it should be, a sentence each."""
    for name, part in found.items():
        if part is not None and not part["ok"] and "error" in part:
            yield f"{name}: {part['error']}"
    age = found["worker"]["heartbeat_age_s"]
    if not found["worker"]["ok"]:
        heard = "for an hour" if age is None else f"for {age:.0f} s"
        yield f"worker: not heard of {heard}"
    for job, last in found["jobs"].get("last", {}).items():
        if last["status"] in {CronLog.Status.FAILED, CronLog.Status.LOST}:
            yield f"job {job}: {last['status']}"


def _timed(name: str, check: Facts) -> dict[str, Any]:
    start = time.perf_counter()
    try:
        found = check()
    # The reason may hold an address or a password, so only the fact is told.
    except (DatabaseError, RedisError, OSError) as error:
        logger.info("health: %s: %s", name, type(error).__name__)
        return {"ok": False, "error": "unreachable"}
    finally:
        connections.close_all()
    took = round((time.perf_counter() - start) * 1000, 1)
    return {"ok": True, "latency_ms": took, **found}


def _result(pending: Future[dict[str, Any]], deadline: float) -> dict[str, Any]:
    try:
        error = pending.exception(max(0.0, deadline - time.monotonic()))
    except TimeoutError:
        pending.cancel()
        return {"ok": False, "error": f"no answer in {PATIENCE} s"}
    if error is not None:  # a fault of ours, which must not hide the other parts
        logger.error("health: a check failed", exc_info=error)
        return {"ok": False, "error": "the check failed"}
    return pending.result()


def _database() -> dict[str, Any]:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")
    return {}


def _replica() -> dict[str, Any]:
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(LAG)
        (lag,) = cursor.fetchone()
    if lag is None:
        return {"ok": False, "error": "does not hear from the primary", "lag_s": None}
    found = {"lag_s": round(float(lag), 1)}
    late = {"ok": False, "error": "behind"} if lag > BEHIND else {}
    return found | late | ({"pool": pool(REPLICA)} if settings.ROLE == "web" else {})


def _redis() -> dict[str, Any]:
    get_redis_connection("default").ping()
    return {"heartbeat_age_s": heartbeat_age(), "workers": workers.seen()}


def _worker(redis: dict[str, Any]) -> dict[str, Any]:
    age, seen = redis.pop("heartbeat_age_s", None), redis.pop("workers", 0)
    fresh = age is not None and age <= HEARTBEAT_LIMIT
    return {"ok": fresh, "seen": seen, "heartbeat_age_s": age}


def _jobs() -> dict[str, Any]:
    """Give how each job's last run went; its error may name what is not public."""
    return {
        "last": {
            name: {
                "status": run.status,
                "started_at": run.started_at.isoformat(),
                "finished_at": run.finished_at and run.finished_at.isoformat(),
                "seconds": _seconds(run.started_at, run.finished_at),
            }
            for name, run in sorted(cron_log.last_runs().items())
        }
    }


def _seconds(start: dt.datetime, end: dt.datetime | None) -> float:
    return round(((end or timezone.now()) - start).total_seconds(), 1)


def pool(alias: str = "default") -> dict[str, int]:
    """Give how a pool of this one process is used; zeros before its first query."""
    found = getattr(connections[alias], "pool", None)
    stats = found.get_stats() if found is not None else {}
    size = stats.get("pool_size", 0)
    return {
        "max": stats.get("pool_max", 0),
        "size": size,
        "in_use": size - stats.get("pool_available", 0),
        "waiting": stats.get("requests_waiting", 0),
        "timeouts": stats.get("requests_errors", 0),
    }


def record_heartbeat() -> None:
    """Say that beat and a worker do their work now."""
    cache.set(HEARTBEAT_KEY, timezone.now().timestamp(), timeout=3600)


def heartbeat_age() -> float | None:
    """Give the seconds since the heartbeat, or None if there was none for an hour."""
    heard = cache.get(HEARTBEAT_KEY)
    if not isinstance(heard, int | float):
        return None
    return round(max(0.0, timezone.now().timestamp() - heard), 1)
