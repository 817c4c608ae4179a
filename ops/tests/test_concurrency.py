from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django_redis import get_redis_connection
from pytest_django import Settings

from ops import concurrency
from ops.concurrency import Full, Release
from ops.limit_store import LimitStoreError
from ops.rate_limit import Scope, Slots, rate

SCOPE = Scope("export", (rate("9/m"),))
SLOTS = Slots(total=3, each=2)


@pytest.fixture(autouse=True)
def _fresh(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.WEB_CONCURRENCY = 1
    monkeypatch.setattr(concurrency, "_local", concurrency._LocalSlots())
    caches["limits"].clear()
    yield
    caches["limits"].clear()


def _take(client: str) -> Release | Full:
    return concurrency.take(SCOPE, SLOTS, client)


@pytest.fixture(params=["redis", "local"])
def _both(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> None:
        raise LimitStoreError

    if request.param == "local":
        monkeypatch.setattr(concurrency, "ask", fails)


@pytest.mark.usefixtures("_both")
def test_two_for_each_and_three_for_all() -> None:
    first, second = _take("a"), _take("a")
    assert _take("a") is Full.VISITOR
    third = _take("b")
    assert _take("b") is Full.SITE
    for release in (first, second, third):
        assert not isinstance(release, Full)
        release()
    assert not isinstance(_take("b"), Full)


def test_who_dies_with_a_slot_loses_it_when_its_lease_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(concurrency, "LEASE", 1)
    _take("a")
    _take("a")
    assert _take("a") is Full.VISITOR
    client = get_redis_connection("limits")
    for key in client.keys("slots:*"):
        for token in client.zrange(key, 0, -1):
            client.zincrby(key, -1, token)
    assert not isinstance(_take("a"), Full)


def test_no_address_is_kept() -> None:
    _take("192.0.2.77")
    keys = get_redis_connection("limits").keys("*")
    assert keys
    assert not any(b"192.0.2" in key for key in keys)


def test_a_stream_that_was_never_begun_gives_back_once() -> None:
    given: list[int] = []
    held = concurrency._Held(iter([b"x"]), lambda: given.append(1))
    held.close()
    held.close()
    assert given == [1]
