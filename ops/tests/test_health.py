import datetime as dt
import json
import threading
import time
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from django_redis import get_redis_connection
from redis.exceptions import ConnectionError as RedisConnectionError

from ops import health, workers
from ops.models import CronLog

pytestmark = pytest.mark.urls("ops.urls")


def _raises(error: Exception) -> health.Facts:
    def check() -> Mapping[str, Any]:
        raise error

    return check


@pytest.fixture(autouse=True)
def _nobody_heard() -> None:
    cache.delete(health.HEARTBEAT_KEY)
    get_redis_connection("default").delete(workers.KEY)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the database: its answers are made up."""
    monkeypatch.setattr(health, "_database", dict)
    monkeypatch.setattr(health, "_jobs", lambda: {"last": {}})
    monkeypatch.setattr(health, "_registered", {})


def _ask(client: Client) -> tuple[int, dict[str, Any]]:
    response = client.get("/health")
    assert response["Cache-Control"] == "private, no-store"
    return response.status_code, json.loads(response.content)


@pytest.mark.django_db(transaction=True)
def test_everything_answers(client: Client) -> None:
    health.record_heartbeat()
    workers.record("one@here")
    status, found = _ask(client)
    assert (status, found["status"], found["degraded"]) == (200, "ok", [])
    assert found["database"]["latency_ms"] > 0
    assert found["worker"]["heartbeat_age_s"] < 5
    assert found["worker"]["seen"] == 1
    assert set(found["queues"]["waiting"]) == {"default", "ingest", "plans"}
    assert found["jobs"]["last"] == {}
    assert found["replica"] is None


@pytest.mark.django_db(transaction=True)
def test_the_last_run_of_each_job_without_what_went_wrong(client: Client) -> None:
    health.record_heartbeat()
    now = timezone.now()
    for hours, outcome in ((2, "failed"), (1, "success")):
        _ran("nightly", now - dt.timedelta(hours=hours), outcome)
    _ran("hourly", now, "failed")
    status, found = _ask(client)
    last = found["jobs"]["last"]
    assert {name: run["status"] for name, run in last.items()} == {
        "nightly": "success",
        "hourly": "failed",
    }
    assert last["nightly"]["seconds"] == 60
    assert (status, found["degraded"]) == (200, ["job hourly: failed"])
    assert "hunter2" not in json.dumps(found)


def _ran(name: str, start: dt.datetime, status: str) -> None:
    CronLog.objects.create(
        job_name=name,
        lock=name,
        status=status,
        scheduled_for=start,
        started_at=start,
        finished_at=start + dt.timedelta(minutes=1),
        error_message="no connection to db as me:hunter2",
    )


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    ("part", "error", "said", "status", "word"),
    [
        ("database", OperationalError("at db.secret"), "unreachable", 503, "down"),
        (
            "redis",
            RedisConnectionError("at r.secret"),
            "unreachable",
            200,
            "degraded",
        ),
        ("jobs", OperationalError("at db.secret"), "unreachable", 200, "degraded"),
        ("jobs", TypeError("a secret fault"), "the check failed", 200, "degraded"),
    ],
)
def test_a_part_that_is_gone(  # noqa: PLR0917 - five are the table's columns
    part: str,
    error: Exception,
    said: str,
    status: int,
    word: str,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, f"_{part}", _raises(error))
    health.record_heartbeat()
    answered, found = _ask(client)
    assert (answered, found["status"]) == (status, word)
    assert found[part] == {"ok": False, "error": said}
    assert f"{part}: {said}" in found["degraded"]
    assert "secret" not in json.dumps(found)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    ("age", "said"), [(None, "for an hour"), (health.HEARTBEAT_LIMIT + 1, "for 201 s")]
)
def test_a_worker_not_heard_of_is_degraded(
    age: float | None, said: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "heartbeat_age", lambda: age)
    status, found = _ask(client)
    assert (status, found["status"]) == (200, "degraded")
    assert found["worker"] == {"ok": False, "seen": 0, "heartbeat_age_s": age}
    assert found["degraded"] == [f"worker: not heard of {said}"]


@pytest.mark.usefixtures("alone")
def test_checks_that_hang_are_an_answer_in_time(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()

    def hangs() -> dict[str, Any]:
        go.wait(5)
        return {}

    monkeypatch.setattr(health, "PATIENCE", 0.2)
    for part in ("_database", "_redis", "_jobs"):
        monkeypatch.setattr(health, part, hangs)
    started = time.monotonic()
    status, found = _ask(client)
    took = time.monotonic() - started
    go.set()
    assert took < 0.55  # not one after the other
    assert (status, found["status"]) == (503, "down")
    assert found["database"]["error"] == "no answer in 0.2 s"


@pytest.mark.usefixtures("alone")
def test_an_app_says_its_own(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    health.record_heartbeat()
    health.register("model", lambda: {"name": "x", "mode": "extractive"})
    _, found = _ask(client)
    assert found["model"].items() >= {"ok": True, "mode": "extractive"}.items()


def test_healthz_needs_nothing(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert json.loads(response.content)["status"] == "ok"


def test_a_pool_that_was_not_used_yet() -> None:
    assert set(health.pool().values()) == {0}
