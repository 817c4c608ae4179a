from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.test import RequestFactory
from django_ratelimit import core  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError

from ops import limit_store, rate_limit
from ops.breaker import Breaker
from ops.local_limit import LocalLimits
from ops.rate_limit import SCOPES, Scope, Verdict, judge, rate

REQUEST = RequestFactory().get("/")
OPEN = Scope("open", (rate("3/m"),), "open")
COSTLY = Scope("costly", (rate("3/m"), rate("5/h")))


@pytest.fixture(autouse=True)
def _fresh(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.RATELIMIT_ENABLE = True
    settings.WEB_CONCURRENCY = 1
    monkeypatch.setattr(limit_store, "breaker", Breaker())
    monkeypatch.setattr(rate_limit, "_local", LocalLimits())
    caches["limits"].clear()
    yield
    caches["limits"].clear()


def _check(scope: Scope, client: str = "192.0.2.1") -> Verdict:
    return rate_limit.check(scope, client, REQUEST)


@pytest.mark.parametrize(
    ("text", "limit", "seconds"),
    [("10/s", 10, 1), ("120/m", 120, 60), ("20/h", 20, 3600), ("100/d", 100, 86400)],
)
def test_rates(text: str, limit: int, seconds: int) -> None:
    found = rate(text)
    assert (found.limit, found.seconds) == (limit, seconds)
    # The library reads it as we do.
    assert core._split_rate(text) == (limit, seconds)


@pytest.mark.parametrize(
    "text",
    ["10/week", "5/mm", "10", "10/", "/m", "0/m", "-1/m", "1.5/m", " 1/m", "1/m\n", ""],
)
def test_a_rate_the_library_would_misread_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no rate"):
        rate(text)


def test_the_table_has_the_rates_that_are_promised() -> None:
    assert {name: [r.text for r in s.rates] for name, s in SCOPES.items()} == {
        "pages": ["120/m"],
        "suggest": ["300/m"],
        "api": ["120/m"],
        "health": ["120/m"],
        "export": ["10/m"],
        "ask": ["10/m", "100/d"],
        "upload": ["3/m", "20/d"],
        "plans": ["1200/m"],
        "login": ["5/m", "20/h"],
        "feedback": ["5/m", "20/h"],
    }
    costly = {n for n, s in SCOPES.items() if s.without_redis == "local"}
    assert costly == {"export", "ask", "upload", "login", "feedback"}


def test_the_fourth_of_three_is_refused_and_told_when_to_come() -> None:
    verdicts = [_check(OPEN) for _ in range(4)]
    assert [one.allowed for one in verdicts] == [True, True, True, False]
    assert [one.remaining for one in verdicts] == [2, 1, 0, 0]
    assert 20 <= verdicts[-1].reset <= 80
    assert _check(OPEN, "192.0.2.2").allowed


def test_waiting_as_long_as_told_is_enough_and_less_is_not() -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        while (refused := _check(OPEN)).allowed:
            pass
        clock.shift(refused.reset - 1)
        assert not _check(OPEN).allowed
        clock.shift(1)
        assert _check(OPEN).allowed


def test_an_edge_of_the_window_gives_no_second_burst() -> None:
    """The library alone allows twice the limit within a moment there."""
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        client = "192.0.2.1"
        left = core._get_window(client, 60) - 1_800_000_000
        clock.shift(left)
        passed = sum(_check(OPEN).allowed for _ in range(5))
        clock.shift(1)
        passed += sum(_check(OPEN).allowed for _ in range(5))
        assert passed == 3


def test_refused_requests_are_not_counted() -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        waits = [_check(OPEN).reset for _ in range(50)]
        assert waits[-1] == waits[3]
        clock.shift(waits[-1])
        assert _check(OPEN).allowed


def test_what_one_rate_refuses_does_not_count_in_the_other() -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        assert [_check(COSTLY).allowed for _ in range(20)].count(True) == 3
        clock.shift(180)
        allowed = [_check(COSTLY) for _ in range(20)]
        assert [one.allowed for one in allowed].count(True) == 2
        assert allowed[-1].rate.text == "5/h"
        assert allowed[-1].reset > 60


@given(
    limit=st.integers(1, 500),
    seconds=st.sampled_from([60, 3600, 86400]),
    data=st.data(),
)
def test_a_refusal_says_the_first_second_at_which_it_would_pass(
    limit: int, seconds: int, data: Any
) -> None:
    each = rate_limit.Rate("x", limit, seconds)
    left = data.draw(st.integers(0, seconds - 1))
    before = data.draw(st.integers(0, 2 * limit))
    now = data.draw(st.integers(1, limit + 1))
    verdict = judge(each, now, before, left)
    if verdict.allowed:
        return

    def passes_after(wait: int) -> bool:
        if wait <= left:
            return judge(each, now, before, left - wait).allowed
        return judge(each, 1, now - 1, left + seconds - wait).allowed

    assert verdict.reset >= 1
    assert passes_after(verdict.reset)
    if now <= limit:
        assert not passes_after(verdict.reset - 1)


def test_a_burst_of_many_threads_passes_exactly_the_limit() -> None:
    scope = Scope("burst", (rate("30/h"),), "open")
    with ThreadPoolExecutor(16) as threads:
        verdicts = list(threads.map(lambda _: _check(scope), range(200)))
    assert sum(one.allowed for one in verdicts) == 30


@pytest.mark.parametrize(
    "error", [RedisConnectionError("refused"), ResponseError("OOM"), OSError("gone")]
)
def test_without_redis_each_scope_does_as_it_says(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library has one policy for all, and with django-redis it is a 500."""

    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(caches["limits"], "get_many", fails)
    verdicts = [_check(OPEN) for _ in range(10)]
    assert all(one.allowed and one.counted == "nobody" for one in verdicts)
    verdicts = [_check(COSTLY) for _ in range(10)]
    assert [one.allowed for one in verdicts].count(True) == 3
    assert {one.counted for one in verdicts} == {"local"}
    assert 1 <= verdicts[-1].reset <= 60


def test_a_counter_that_vanishes_between_two_commands_refuses_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The library then refuses with -1 seconds left."""
    _check(OPEN)
    monkeypatch.setattr(caches["limits"], "incr", lambda *_: None)
    assert _check(OPEN).counted == "nobody"


def test_after_three_failures_redis_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def fails(*_: object) -> None:
        asked.append(1)
        raise RedisConnectionError

    monkeypatch.setattr(caches["limits"], "get_many", fails)
    for _ in range(20):
        _check(OPEN)
    assert len(asked) == 3
