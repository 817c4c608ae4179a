"""The door as its callers see it, with a server behind it that fails in every way."""

import logging
import signal
import threading
import time
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections, transaction

from knowledge.llm import (
    Block,
    Citation,
    LlmError,
    LlmUnavailable,
    attempts,
    compose,
    is_configured,
)
from knowledge.llm.wire import Patience
from knowledge.models import LlmCall, LlmSwitch
from knowledge.tests.anthropic_server import Claude, block, cite
from knowledge.tests.llm.passages import KEY, SOURCES

pytestmark = pytest.mark.django_db

HALF = [block("A fence needs none.", cite(0, "no permit.")), block("A deck does.")]


def ask(**more: Any) -> Any:
    return compose("Do I need a permit for a fence?", SOURCES, **more)


def row() -> LlmCall:
    return LlmCall.objects.get()


def test_an_answer_with_its_citations(claude: Claude) -> None:
    seen: list[Sequence[Block]] = []
    claude.answers(
        [
            block("A fence needs none.", cite(0, "A fence of 6 feet needs no permit.")),
            block(" A deck does, "),
            block("for $10.", cite(1, "A deck needs"), cite(1, "It costs $10.")),
        ],
        thinks=True,
    )
    answer = ask(on_progress=seen.append)
    assert answer.blocks == (
        Block(
            "A fence needs none.", (Citation(0, "A fence of 6 feet needs no permit."),)
        ),
        Block(" A deck does, ", ()),
        Block("for $10.", (Citation(1, "A deck needs"), Citation(1, "It costs $10."))),
    )
    assert answer.stop_reason == "end_turn"
    assert [len(blocks) for blocks in seen] == [1, 2, 3]
    assert seen[-1] == answer.blocks
    call = row()
    assert call.pk == answer.call_id
    assert (call.outcome, call.attempts, call.stop_reason) == (
        "answered",
        1,
        "end_turn",
    )
    assert (call.purpose, call.model) == ("answer", "claude-haiku-5-5")
    assert (call.input_tokens, call.output_tokens) == (1200, 80)
    assert (call.cache_read_tokens, call.cache_write_tokens) == (0, 0)
    assert call.cost_usd == Decimal("0.000160")  # 1,200 at 0.10 and 80 at 0.50
    assert (call.request_id, call.error) == ("req_1", "")
    assert call.ms is not None
    assert 0 < call.ms < 1000


def test_what_is_sent(claude: Claude) -> None:
    ask()
    (sent,) = claude.requests
    assert sent["stream"] is True
    assert "temperature" not in sent
    assert sent["output_config"] == {"effort": "low"}
    *results, asked = sent["messages"][0]["content"]
    assert [one["type"] for one in results] == ["search_result"] * 2
    assert [one["citations"] for one in results] == [{"enabled": True}] * 2
    assert results[1]["title"] == "Sheet G-21"
    assert results[1]["source"] == "/knowledge/g-21/#b"
    assert [one["text"] for one in results[1]["content"]] == [
        "A deck needs a permit. ",
        "It costs $10.",
    ]
    assert claude.passages == [source.text for source in SOURCES]
    expected = "<question>\nDo I need a permit for a fence?\n</question>"
    assert asked == {"type": "text", "text": expected}
    assert "The documents do not say" in sent["system"]
    assert claude.headers[0]["authorization"] == f"Bearer {KEY}"


def test_citations_are_given_as_they_come(claude: Claude) -> None:
    """Comparing them is the caller's; a source that is none can be told from one."""
    wrong = {"type": "char_location", "cited_text": "x", "document_index": 0}
    claude.answers(
        [
            block(
                "All wrong.",
                cite(0, "made up"),
                cite(7, "no such source"),
                cite(-1, "before the first"),
                wrong,
                {"type": "search_result_location"},
            )
        ]
    )
    (found,) = ask().blocks
    assert found.citations == (
        Citation(0, "made up"),
        Citation(2, "no such source"),
        Citation(2, "before the first"),
        Citation(2, "x"),
        Citation(2, ""),
    )


@pytest.mark.parametrize(
    ("texts", "left"),
    [
        (["One.", "Two, unle"], ["One."]),
        (["One.", "Two. "], ["One.", "Two. "]),
        (["One.", 'Say "two."'], ["One.", 'Say "two."']),
    ],
)
def test_of_an_answer_cut_short_whole_sentences_are_left(
    texts: list[str], left: list[str], claude: Claude
) -> None:
    claude.answers([block(text) for text in texts], stop_reason="max_tokens")
    answer = ask()
    assert [one.text for one in answer.blocks] == left
    assert answer.stop_reason == "max_tokens"
    assert row().outcome == "cut_short"


def test_an_error_that_is_being_handled_is_not_the_calls(claude: Claude) -> None:
    try:
        int("none")
    except ValueError:
        assert ask().blocks
    assert (row().outcome, row().error) == ("answered", "")


def test_an_answer_of_nothing_is_an_answer(claude: Claude) -> None:
    claude.answers([])
    assert ask().blocks == ()


def test_what_is_not_known_is_passed_over(claude: Claude) -> None:
    lines = (
        b'event: new\ndata: {"type": "new"}\n\n'
        b'event: x\ndata: {"type": "content_block_delta", "index": 9, "delta": {}}\n\n'
        b'event: x\ndata: {"type": "content_block_start", "index": 5}\n\n'
        b'event: x\ndata: {"type": "content_block_stop", "index": 5}\n\n'
        b'event: x\ndata: {"type": "content_block_start", "index": 6, "content_block":'
        b' {"type": "text", "text": "A"}}\n\n'
        b'event: x\ndata: {"type": "content_block_delta", "index": 6, "delta": 3}\n\n'
        b'event: x\ndata: {"type": "content_block_stop", "index": 6}\n\n'
        b'event: x\ndata: {"type": "message_delta", "delta":'
        b' {"stop_reason": "end_turn"}, "usage": null}\n\n'
        b'event: message_stop\ndata: {"type": "message_stop"}\n\n'
    )
    claude.says(lines)
    assert ask().blocks == (Block("A", ()),)
    # No count came, so it counts as the most it can be.
    assert row().cost_usd > Decimal("0.001")


@pytest.mark.parametrize("key", [None, ""])
def test_without_a_key_nothing_is_sent(
    key: str | None, claude: Claude, settings: Any
) -> None:
    settings.ANTHROPIC_API_KEY = key
    assert not is_configured()
    with pytest.raises(LlmUnavailable, match="no access to Claude") as caught:
        ask()
    assert caught.value.outcome == "no_key"
    assert not claude.requests
    assert not LlmCall.objects.exists()


def test_switched_off_by_the_staff(claude: Claude) -> None:
    LlmSwitch.objects.create(pk=1, is_on=False)
    assert is_configured()
    with pytest.raises(LlmUnavailable, match="switched composed answers off") as caught:
        ask()
    assert caught.value.outcome == "switched_off"
    assert not claude.requests
    LlmSwitch.objects.update(is_on=True)
    assert ask().blocks


def test_an_answer_needs_sources(claude: Claude) -> None:
    with pytest.raises(ValueError, match="sources"):
        compose("?", [])


class Stop(BaseException):
    """As a limit of time, or Ctrl-C."""


@pytest.mark.parametrize("error", [Stop, ValueError, KeyboardInterrupt])
def test_the_row_is_ended_whatever_stops_the_call(
    error: type[BaseException], claude: Claude
) -> None:
    def stop(_blocks: Sequence[Block]) -> None:
        raise error

    with pytest.raises(error):
        ask(on_progress=stop)
    call = row()
    assert (call.outcome, call.error) == ("interrupted", error.__name__)
    # How much was used is not known.
    assert call.cost_usd > Decimal("0.001")
    assert call.ms is not None


def test_a_later_attempt_that_is_stopped_may_cost_too(claude: Claude) -> None:
    def stop(_blocks: Sequence[Block]) -> None:
        raise Stop

    claude.fails(529)
    with pytest.raises(Stop):
        ask(on_progress=stop)
    assert row().attempts == 2
    assert row().cost_usd > Decimal("0.001")


def test_an_alarm_ends_the_wait_at_once(
    claude: Claude, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the limit of a job's time does (ops/locks.py)."""

    def stop(_number: int, _frame: object) -> None:
        raise Stop

    monkeypatch.setattr(attempts, "PATIENCE", Patience(silence=5, whole=5))
    claude.stalls()
    before = signal.signal(signal.SIGALRM, stop)
    start = time.monotonic()
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(Stop):
            ask()
    finally:
        signal.signal(signal.SIGALRM, before)
    assert time.monotonic() - start < 1
    assert row().outcome == "interrupted"


@pytest.mark.django_db(transaction=True)
def test_no_connection_is_held_while_it_waits(claude: Claude) -> None:
    ours = connections["default"]
    held: list[object] = []
    rows: list[tuple[str, Decimal]] = []

    def look() -> None:
        held.append(ours.connection)
        # By a connection of this other thread: the row is there before the answer is.
        rows.extend(LlmCall.objects.values_list("outcome", "cost_usd"))
        connection.close()

    def progress(_blocks: Sequence[Block]) -> None:
        assert LlmCall.objects.exists()  # opens it, and leaves it open
        waits.append(threading.Timer(0.05, lambda: held.append(ours.connection)))
        waits[-1].start()

    waits: list[threading.Timer] = []
    claude.during = look
    claude.stalls(HALF, after=1)
    with pytest.raises(LlmError):
        ask(on_progress=progress)
    for wait in waits:
        wait.join()
    assert held == [None, None]
    ((outcome, cost),) = rows
    assert outcome == "running"
    assert cost > Decimal("0.001")


@pytest.mark.django_db(transaction=True)
def test_it_is_not_for_use_in_a_transaction(claude: Claude) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        ask()
    assert not claude.requests


def test_nothing_secret_or_asked_is_in_logs_and_rows(
    claude: Claude, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    said = f"invalid x-api-key {KEY} of me@example.org\0"
    claude.fails(401, message=said)
    claude.fails(529, message=said, times=3)
    for _ in range(2):
        with pytest.raises(LlmError) as caught:
            compose("my secret question", SOURCES)
        assert KEY not in str(caught.value)
    rows = str(list(LlmCall.objects.values()))
    text = caplog.text + rows
    for secret in (KEY, "secret question", "me@example.org", SOURCES[0].text):
        assert secret not in text
    assert "authentication_error invalid x-api-key [hidden]" in rows


def test_the_key_is_in_no_line_of_any_level(
    claude: Claude, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    claude.fails(500)
    ask()
    assert KEY not in caplog.text
