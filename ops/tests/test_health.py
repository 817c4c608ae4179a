import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from redis.exceptions import ConnectionError as RedisConnectionError

from ops import health
from ops.tasks import heartbeat

pytestmark = pytest.mark.urls("ops.urls")


def _raises(error: Exception) -> Callable[[], None]:
    def check() -> None:
        raise error

    return check


@pytest.fixture(autouse=True)
def _no_heartbeat() -> None:
    cache.delete(health.HEARTBEAT_KEY)


def _ask(client: Client) -> tuple[int, dict[str, Any]]:
    response = client.get("/health")
    assert response["Cache-Control"] == "private, no-store"
    return response.status_code, json.loads(response.content)


@pytest.mark.django_db(transaction=True)
def test_everything_answers(client: Client) -> None:
    heartbeat()
    status, found = _ask(client)
    assert (status, found["status"]) == (200, "ok")
    assert found["database"]["latency_ms"] > 0
    assert found["worker"]["heartbeat_age_s"] < 5


@pytest.mark.parametrize(
    ("part", "check", "status", "word"),
    [
        ("database", _raises(OperationalError("at db.secret")), 503, "down"),
        ("redis", _raises(RedisConnectionError("at r.secret")), 200, "degraded"),
    ],
)
def test_a_part_that_is_gone(  # noqa: PLR0917 - three are the table's columns
    part: str,
    check: Callable[[], None],
    status: int,
    word: str,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, "_database", lambda: None)
    monkeypatch.setattr(health, f"_{part}", check)
    heartbeat()
    answered, found = _ask(client)
    assert (answered, found["status"]) == (status, word)
    assert found[part] == {"ok": False, "error": "unreachable"}
    assert "secret" not in json.dumps(found)


@pytest.mark.parametrize("age", [None, health.HEARTBEAT_LIMIT + 1])
def test_a_worker_not_heard_of_is_degraded(
    age: float | None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_database", lambda: None)
    monkeypatch.setattr(health, "heartbeat_age", lambda: age)
    status, found = _ask(client)
    assert (status, found["status"]) == (200, "degraded")
    assert found["worker"] == {"ok": False, "heartbeat_age_s": age}


def test_a_check_that_hangs_is_an_answer_in_time(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.1)
    monkeypatch.setattr(health, "_database", lambda: time.sleep(0.2))
    started = time.monotonic()
    status, found = _ask(client)
    assert time.monotonic() - started < 0.2
    assert (status, found["status"]) == (503, "down")
    assert found["database"]["error"] == "no answer in 0.1 s"


def test_healthz_needs_nothing(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert json.loads(response.content)["status"] == "ok"
