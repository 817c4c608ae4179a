import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from knowledge.llm import LlmError, LlmUnavailable, circuit, compose
from knowledge.llm.circuit import Circuit
from knowledge.llm.failure import Failure, Outcome
from knowledge.models import LlmCall
from knowledge.tests.anthropic_server import Claude
from knowledge.tests.llm.passages import SOURCES
from ops.breaker import Breaker

BUSY = Failure(Outcome.OVERLOADED, "529")


@pytest.fixture(autouse=True)
def _no_mark() -> Iterator[None]:
    cache.delete(circuit.MARK)
    yield
    cache.delete(circuit.MARK)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(time, "monotonic", made)
    return made


def new(clock: Clock) -> Circuit:
    return Circuit(Breaker(cool_down=30, trial=60, clock=clock))


def test_three_failures_in_a_row_open_it_for_a_while(clock: Clock) -> None:
    one = new(clock)
    for _ in range(3):
        assert one.allows()
        one.failed(BUSY)
    assert not one.allows()
    assert circuit.why_open() == "overloaded"
    clock.now += 30
    assert one.allows()
    assert not one.allows()  # one at a time
    one.succeeded()
    assert one.allows()
    assert circuit.why_open() is None


@pytest.mark.parametrize(("asked", "waits"), [(171, 171), (99_999, 900)])
def test_what_the_server_asks_for_is_kept_to(
    asked: float, waits: float, clock: Clock
) -> None:
    one = new(clock)
    one.failed(Failure(Outcome.RATE_LIMITED, "429", retry_after=asked))
    assert one.seconds_to_wait() == waits
    assert not one.allows()
    assert circuit.why_open() == "rate_limited"
    clock.now += waits
    assert one.allows()


@pytest.mark.django_db
def test_a_server_that_fails_is_left_alone(claude: Claude) -> None:
    claude.fails(529, times=9)
    for _ in range(3):
        with pytest.raises(LlmError) as caught:
            compose("?", SOURCES)
        assert caught.value.outcome == "overloaded"
    with pytest.raises(LlmUnavailable, match="Ask again in a minute") as caught:
        compose("?", SOURCES)
    assert caught.value.outcome == "circuit_open"
    assert len(claude.requests) == 9
    assert LlmCall.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("status", [400, 413])
def test_a_question_that_is_not_taken_says_nothing_of_the_server(
    status: int, claude: Claude
) -> None:
    claude.fails(status, times=4)
    for _ in range(4):
        with pytest.raises(LlmError):
            compose("?", SOURCES)
    assert compose("?", SOURCES).blocks


@pytest.mark.django_db
def test_a_key_that_is_not_taken_is_not_tried_for_ever(claude: Claude) -> None:
    claude.fails(401, times=9)
    for _ in range(3):
        with pytest.raises(LlmError):
            compose("?", SOURCES)
    with pytest.raises(LlmUnavailable):
        compose("?", SOURCES)


def test_without_a_cache_it_works_alike(clock: Clock, settings: Any) -> None:
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    }
    one = new(clock)
    for _ in range(3):
        one.failed(BUSY)
    assert not one.allows()
    assert circuit.why_open() is None
