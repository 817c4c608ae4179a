"""Looking at pictures through the door: what is sent, what comes back, what it costs."""

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from knowledge.llm import (
    LlmError,
    LlmUnavailable,
    Looked,
    Picture,
    Task,
    attempts,
    look,
    prices,
)
from knowledge.llm.pictures import LARGEST
from knowledge.models import LlmCall, LlmSwitch
from knowledge.tests.anthropic_server import Claude, block
from knowledge.tests.llm.pictures import webp

pytestmark = pytest.mark.django_db

SCHEMA = {
    "type": "object",
    "properties": {"seen": {"type": "boolean"}},
    "required": ["seen"],
    "additionalProperties": False,
}
TASK = Task("plan look", "You look at pictures.", SCHEMA, longest_answer=500)
PICTURES = [Picture("Picture 1", webp()), Picture("Picture 2", webp(9, 9))]


def ask() -> Looked:
    return look(TASK, PICTURES)


def row() -> LlmCall:
    return LlmCall.objects.get()


def test_what_is_sent_and_what_comes_back(claude: Claude) -> None:
    claude.says_json({"seen": True})
    found = ask()
    assert found == Looked({"seen": True}, row().pk)
    (sent,) = claude.requests
    assert sent["system"] == TASK.prompt
    assert sent["max_tokens"] == 500
    assert sent["output_config"] == {
        "format": {"type": "json_schema", "schema": SCHEMA},
        "effort": "low",
    }
    content = sent["messages"][0]["content"]
    assert [one["type"] for one in content] == [
        "text",
        "image",
        "text",
        "image",
        "text",
    ]
    assert [one["text"] for one in content[:4:2]] == ["Picture 1:", "Picture 2:"]
    assert {one["source"]["media_type"] for one in content[1:4:2]} == {"image/webp"}
    call = row()
    assert (call.purpose, call.outcome, call.attempts) == ("plan look", "answered", 1)
    assert (call.input_tokens, call.output_tokens) == (1200, 80)
    assert call.cost_usd == Decimal("0.000160")
    assert len(call.prompt_version) == 12


def test_a_model_that_takes_no_effort_is_told_none(
    claude: Claude, settings: Any
) -> None:
    settings.ANTHROPIC_MODEL = "claude-haiku-4-5"
    claude.says_json({})
    ask()
    assert set(claude.requests[0]["output_config"]) == {"format"}


def test_pictures_count_against_the_budget_before_they_are_sent(
    claude: Claude, settings: Any
) -> None:
    settings.ANTHROPIC_MODEL = "claude-opus-5-5"
    one = prices.most("claude-opus-5-5", characters=0, longest_answer=0, pictures=2)
    assert one == Decimal("0.040004")  # 10,001 tokens at 4
    settings.LLM_DAILY_BUDGET_USD = attempts.ATTEMPTS * one
    with pytest.raises(LlmUnavailable) as caught:
        ask()
    assert caught.value.outcome == "budget_spent"
    assert not claude.requests


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("", "broken"),
        ("no JSON", "broken"),
        ('{"seen": tr', "broken"),
        ("[1]", "broken"),
        ("7", "broken"),
        ("[" * 100_000, "broken"),
        ('{"a": ' + "1" * 9_999 + "}", "broken"),
    ],
)
def test_what_is_no_object_is_no_answer(
    said: str, outcome: str, claude: Claude
) -> None:
    claude.answers([block(said)])
    with pytest.raises(LlmError) as caught:
        ask()
    assert caught.value.outcome == outcome
    call = row()
    assert (call.outcome, call.output_tokens) == (outcome, 80)
    assert call.cost_usd == Decimal("0.000160")
    assert len(claude.requests) == 1


@pytest.mark.parametrize("said", ['{"seen": true', '{"seen": true}.', '{"seen": true}'])
def test_what_was_cut_short_is_no_answer(said: str, claude: Claude) -> None:
    claude.answers([block(said)], stop_reason="max_tokens")
    with pytest.raises(LlmError) as caught:
        ask()
    assert caught.value.outcome == row().outcome == "cut_short"


FAILURES: list[tuple[Callable[[Claude], None], str, int]] = [
    (lambda c: c.fails(429, retry_after=171), "rate_limited", 1),
    (lambda c: c.fails(529, times=9), "overloaded", 3),
    (lambda c: c.fails(400), "rejected", 1),
    (lambda c: c.stalls(times=3), "timed_out", 3),
    (lambda c: c.breaks_off([block("{"), block("}")]), "broken", 1),
    (lambda c: c.says(b"event: x\ndata: {no\n\n", after=4), "broken", 1),
    (lambda c: c.answers([], stop_reason="refusal"), "refused", 1),
    (lambda c: c.answers([block("{}")], stop_reason="tool_use"), "broken", 1),
]


@pytest.mark.parametrize(
    ("fails", "outcome", "requests"), FAILURES, ids=[each[1] for each in FAILURES]
)
def test_failures_end_in_time_and_are_written_down(
    fails: Callable[[Claude], None], outcome: str, requests: int, claude: Claude
) -> None:
    fails(claude)
    start = time.monotonic()
    with pytest.raises(LlmError) as caught:
        ask()
    assert time.monotonic() - start < attempts.PATIENCE.whole
    assert caught.value.outcome == row().outcome == outcome
    assert caught.value.call_id == row().pk
    assert len(claude.requests) == requests


def test_after_a_failure_that_may_pass_it_is_tried_again(claude: Claude) -> None:
    claude.fails(529)
    claude.says_json({"seen": False})
    assert ask().said == {"seen": False}
    assert row().attempts == 2


def test_the_switch_and_the_key_hold_for_pictures_too(
    claude: Claude, settings: Any
) -> None:
    LlmSwitch.objects.create(pk=1, is_on=False)
    with pytest.raises(LlmUnavailable) as caught:
        ask()
    assert caught.value.outcome == "switched_off"
    settings.ANTHROPIC_API_KEY = None
    with pytest.raises(LlmUnavailable) as caught:
        ask()
    assert caught.value.outcome == "no_key"
    assert not claude.requests


@pytest.mark.parametrize(
    "shown",
    [
        [],
        [Picture("Picture 1", b"")],
        [Picture("Picture 1", b"x" * (LARGEST + 1))],
        [Picture(f"Picture {n}", b"x" * LARGEST) for n in range(6)],
    ],
)
def test_no_picture_or_more_than_the_server_takes_is_a_mistake(
    shown: list[Picture], claude: Claude
) -> None:
    with pytest.raises(ValueError, match="pictures"):
        look(TASK, shown)
    assert not LlmCall.objects.exists()
