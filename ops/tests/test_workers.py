from types import SimpleNamespace

import pytest
from django_redis import get_redis_connection
from redis.exceptions import ConnectionError as RedisConnectionError

from ops import workers


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    get_redis_connection("default").delete(workers.KEY)
    monkeypatch.setattr(workers, "_noted", float("-inf"))


def _beat(name: str) -> None:
    workers.note(sender=SimpleNamespace(eventer=SimpleNamespace(hostname=name)))


def test_each_worker_is_seen_once_and_writes_rarely() -> None:
    _beat("one@here")
    _beat("two@here")  # within half a minute, in the same process
    assert workers.seen() == 1
    workers.record("two@here")
    workers.record("two@here")
    assert workers.seen() == 2


def test_one_that_fell_silent_is_not_seen() -> None:
    workers.record("one@here")
    client = get_redis_connection("default")
    client.zincrby(workers.KEY, -workers.LIMIT - 1, "one@here")
    assert workers.seen() == 0


def test_redis_away_does_not_disturb_the_worker(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_: str) -> None:
        raise RedisConnectionError("at r.secret")

    monkeypatch.setattr(workers, "record", fails)
    _beat("one@here")
    assert "could not be noted: ConnectionError" in caplog.text
