"""A server that fails in every way: told in words, in time, and written down."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from knowledge.llm import Block, LlmError, LlmUnavailable, attempts, compose
from knowledge.llm.wire import Patience
from knowledge.models import LlmCall
from knowledge.tests.anthropic_server import Claude, block, cite
from knowledge.tests.llm.passages import SOURCES

pytestmark = pytest.mark.django_db

HALF = [block("A fence needs none.", cite(0, "no permit.")), block("A deck does.")]


def ask(**more: Any) -> Any:
    return compose("Do I need a permit for a fence?", SOURCES, **more)


def row() -> LlmCall:
    return LlmCall.objects.get()


# How the server fails, the outcome, the requests it got, and whether it may have cost.
FINAL: list[tuple[str, Callable[[Claude], None], str, int, bool]] = [
    ("429 long", lambda c: c.fails(429, retry_after=171), "rate_limited", 1, False),
    ("429", lambda c: c.fails(429, times=9), "rate_limited", 3, False),
    ("529", lambda c: c.fails(529, times=9), "overloaded", 3, False),
    ("500", lambda c: c.fails(500, times=9), "server_error", 3, False),
    (
        "500 that says not to",
        lambda c: c.fails(500, headers={"x-should-retry": "false"}),
        "server_error",
        1,
        False,
    ),
    ("400", lambda c: c.fails(400), "rejected", 1, False),
    ("401", lambda c: c.fails(401), "rejected", 1, False),
    ("404", lambda c: c.fails(404), "rejected", 1, False),
    (
        "a redirect",
        lambda c: c.fails(307, headers={"location": "/v1/messages"}),
        "rejected",
        1,
        False,
    ),
    ("silence", lambda c: c.stalls(times=3), "timed_out", 3, True),
    ("silence in it", lambda c: c.stalls(HALF, after=1), "timed_out", 1, True),
    ("cut off", lambda c: c.breaks_off(HALF), "broken", 1, True),
    ("ended early", lambda c: c.breaks_off(HALF, cleanly=True), "broken", 1, True),
    (
        "no JSON",
        lambda c: c.says(b"event: x\ndata: {no\n\n", after=4),
        "broken",
        1,
        True,
    ),
    (
        "no object",
        lambda c: c.says(b"event: x\ndata: 7\n\n", after=4),
        "broken",
        1,
        True,
    ),
    (
        "no UTF-8",
        lambda c: c.says(b'event: x\ndata: "\xff"\n\n', after=4),
        "broken",
        1,
        True,
    ),
    (
        "error in it",
        lambda c: c.errs_in_stream(blocks=HALF, after=1),
        "overloaded",
        1,
        True,
    ),
    (
        "an error before it",
        lambda c: c.errs_in_stream("api_error", times=3),
        "server_error",
        3,
        True,
    ),
    ("refusal", lambda c: c.answers(HALF, stop_reason="refusal"), "refused", 1, True),
    ("a tool", lambda c: c.answers(HALF, stop_reason="tool_use"), "broken", 1, True),
    (
        "not a sentence",
        lambda c: c.answers([block("A fence needs")], stop_reason="max_tokens"),
        "cut_short",
        1,
        True,
    ),
]


@pytest.mark.parametrize(
    ("fails", "outcome", "requests", "costs"),
    [each[1:] for each in FINAL],
    ids=[each[0] for each in FINAL],
)
def test_a_failure_is_told_in_words_in_time_and_written_down(
    fails: Callable[[Claude], None],
    outcome: str,
    requests: int,
    costs: bool,
    claude: Claude,
) -> None:
    fails(claude)
    start = time.monotonic()
    with pytest.raises(LlmError) as caught:
        ask()
    took = time.monotonic() - start
    assert took < attempts.PATIENCE.whole + 0.3
    assert caught.value.outcome == outcome
    assert not isinstance(caught.value, LlmUnavailable)
    assert str(caught.value).count(".") >= 3
    assert "passages" in str(caught.value)
    assert len(claude.requests) == requests
    call = row()
    assert caught.value.call_id == call.pk
    assert (call.outcome, call.attempts) == (outcome, requests)
    assert (call.cost_usd > 0) is costs
    assert call.request_id in {"", f"req_{requests}"}


@pytest.mark.parametrize(
    "fails",
    [
        lambda c: c.fails(429, retry_after=0),
        lambda c: c.fails(429, retry_after=0.05),
        lambda c: c.fails(429, retry_after="soon"),
        lambda c: c.fails(529),
        lambda c: c.fails(500, times=2),
        lambda c: c.stalls(),
        lambda c: c.says(b"event: x\ndata: {no\n\n"),
        lambda c: c.errs_in_stream("overloaded_error"),
        lambda c: c.says(after=1),
    ],
)
def test_what_may_pass_is_tried_again_before_anything_came(
    fails: Callable[[Claude], None], claude: Claude
) -> None:
    fails(claude)
    assert ask().blocks
    assert row().outcome == "answered"
    assert row().attempts == len(claude.requests) >= 2


def test_it_waits_as_told_but_not_for_ever(claude: Claude) -> None:
    claude.fails(429, retry_after=0.2)
    start = time.monotonic()
    ask()
    assert time.monotonic() - start > 0.2
    claude.fails(429, retry_after=171)
    with pytest.raises(LlmError, match="Ask again in 3 minutes"):
        ask()
    # What was asked for holds for the next question, too.
    with pytest.raises(LlmUnavailable, match="Ask again in 3 minutes"):
        ask()
    assert len(claude.requests) == 3
    assert LlmCall.objects.count() == 2


@pytest.mark.parametrize(
    "fails",
    [
        lambda c: c.pings(),
        lambda c: c.trickles(),
        lambda c: c.stalls(times=3),
        lambda c: c.fails(529, times=9, retry_after=0.1),
        lambda c: c.fails(529, retry_after=5),
    ],
)
def test_the_whole_is_never_longer_than_its_deadline(
    fails: Callable[[Claude], None], claude: Claude, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience = Patience(connect=0.2, silence=0.2, whole=0.4)
    monkeypatch.setattr(attempts, "PATIENCE", patience)
    fails(claude)
    start = time.monotonic()
    with pytest.raises(LlmError):
        ask()
    assert time.monotonic() - start < 0.6
    assert row().outcome in {"timed_out", "overloaded"}


def test_a_server_that_is_not_there(claude: Claude, settings: Any) -> None:
    settings.ANTHROPIC_BASE_URL = "http://127.0.0.1:9"
    with pytest.raises(LlmError) as caught:
        ask()
    assert caught.value.outcome == "unreachable"
    assert row().attempts == 3
    assert row().cost_usd == 0


def test_after_something_was_delivered_it_is_not_tried_again(claude: Claude) -> None:
    seen: list[Sequence[Block]] = []
    claude.breaks_off(HALF)
    with pytest.raises(LlmError):
        ask(on_progress=seen.append)
    assert [len(blocks) for blocks in seen] == [1]
    assert len(claude.requests) == 1
