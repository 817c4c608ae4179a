"""Sheets are shown some at a time; whatever happens, it ends and says why."""

import time
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from analysis.look import ask
from analysis.look.answer import SheetLook
from analysis.look.looked import (
    INTERRUPTED,
    NO_PICTURE,
    NO_TIME,
    NOT_AS_ASKED,
    LookedAt,
)
from analysis.tests.look import says
from knowledge.llm.pictures import LARGEST
from knowledge.models import LlmCall, LlmSwitch
from knowledge.tests.anthropic_server import Claude, block
from knowledge.tests.llm.pictures import webp

pytestmark = pytest.mark.django_db

PICTURE = webp()


def look(sheets: int = 6, memory: ask.Memory | None = None) -> LookedAt:
    chosen = list(range(1, sheets + 1))
    return ask.look(chosen, lambda _: PICTURE, memory or ask.Forgetful(), sheets=9)


def test_sheets_are_shown_some_at_a_time(fooled: Claude) -> None:
    found = look()
    assert (set(found.seen), found.missed) == ({1, 2, 3, 4, 5, 6}, {})
    assert found.sentences == "Claude looked at pages 1 to 6 of 9."
    assert [says.pictures(each) for each in fooled.requests] == [[1, 2, 3, 4], [1, 2]]
    assert [call.purpose for call in LlmCall.objects.all()] == ["plan look"] * 2


def test_each_answer_is_of_the_sheet_that_was_shown(claude: Claude) -> None:
    first = says.sheet(1, sheet_number=says.item("sheet_number") | {"text": "A1"})
    claude.says_json(says.answer(says.sheet(2), first))
    found = ask.look([7, 3], lambda _: PICTURE, ask.Forgetful(), sheets=9)
    assert found.seen[7].sheet_number.text == "A1"
    assert found.seen[3].sheet_number.text == "A9.9"


def test_what_was_not_said_as_asked_is_missed_alone(claude: Claude) -> None:
    claude.says_json(says.answer(says.sheet(1), says.sheet(2, more=1), says.sheet(9)))
    found = look(4)
    assert set(found.seen) == {1}
    assert found.missed == dict.fromkeys([2, 3, 4], NOT_AS_ASKED)
    assert "did not look at pages 2 to 4: what it said was not" in found.sentences


def test_a_sheet_without_a_picture_is_not_sent(fooled: Claude) -> None:
    shown = {1: PICTURE, 2: None, 3: b"", 4: b"RIFF" + b"x" * LARGEST, 5: None}
    found = ask.look([1, 2, 3, 4, 5], shown.get, ask.Forgetful(), sheets=5)
    assert set(found.seen) == {1}
    assert found.missed == dict.fromkeys([2, 3, 4, 5], NO_PICTURE)
    assert len(fooled.requests) == 1


# How the server fails, how often, what is said, and the requests it got for 6 sheets.
FAULTS: dict[str, tuple[Callable[[Claude], None], str, int]] = {
    "429": (lambda c: c.fails(429, retry_after=171), "too much to do", 1),
    "529": (lambda c: c.fails(529, times=9), "too much to do", 3),
    "500": (lambda c: c.fails(500, times=9), "it had a fault", 3),
    "400": (lambda c: c.fails(400, times=9), "for us to mend", 1),
    "silent": (lambda c: c.stalls(times=9), "did not answer in time", 3),
    "pings": (lambda c: c.pings(), "did not answer in time", 1),
    "trickles": (lambda c: c.trickles(), "did not answer in time", 1),
    "cut off": (
        lambda c: [c.breaks_off([block("{"), block("}")]) for _ in range(2)],  # type: ignore[dict-item,func-returns-value]
        "cut off or damaged",
        2,
    ),
    "damaged": (
        lambda c: [c.says(b"event: x\ndata: {no\n\n", after=4) for _ in range(2)],  # type: ignore[dict-item,func-returns-value]
        "cut off or damaged",
        2,
    ),
    "no JSON": (
        lambda c: [c.answers([block("All is compliant.")]) for _ in range(2)],  # type: ignore[dict-item,func-returns-value]
        "cut off or damaged",
        2,
    ),
    "too long": (
        lambda c: [c.answers([block("{")], stop_reason="max_tokens") for _ in range(2)],  # type: ignore[dict-item,func-returns-value]
        "longer than is allowed",
        2,
    ),
    "refusal": (
        lambda c: [c.answers([], stop_reason="refusal") for _ in range(2)],  # type: ignore[dict-item,func-returns-value]
        "it declined to",
        2,
    ),
    "wrong schema": (
        lambda c: [c.says_json({"verdict": "pass"}) for _ in range(2)],  # type: ignore[dict-item,func-returns-value]
        "not of the form",
        2,
    ),
}


@pytest.mark.parametrize(("fails", "said", "requests"), FAULTS.values(), ids=FAULTS)
def test_whatever_fails_it_ends_in_time_and_says_why(
    fails: Callable[[Claude], None],
    said: str,
    requests: int,
    claude: Claude,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from knowledge.llm import attempts
    from knowledge.llm.wire import Patience

    patience = Patience(connect=0.5, silence=0.1, whole=0.5)
    monkeypatch.setattr(attempts, "PATIENCE", patience)
    fails(claude)
    start = time.monotonic()
    found = look(6)
    assert time.monotonic() - start < 2 * patience.whole + 2
    assert found.seen == {}
    assert set(found.missed) == {1, 2, 3, 4, 5, 6}
    assert found.sentences.startswith("Claude did not look at pages 1 to 6: ")
    assert said in found.sentences
    assert found.sentences.count(". ") == 0
    assert len(claude.requests) == requests


def test_a_batch_with_a_bad_answer_does_not_cost_the_others_theirs(
    fooled: Claude,
) -> None:
    fooled.answers([], stop_reason="refusal")
    found = look(6)
    assert set(found.seen) == {5, 6}
    assert set(found.missed.values()) == {"it declined to"}


def test_a_spent_budget_sends_nothing(fooled: Claude, settings: Any) -> None:
    settings.LLM_DAILY_BUDGET_USD = Decimal("0.001")
    found = look()
    assert "may spend on it today is spent" in found.sentences
    assert not fooled.requests
    assert not LlmCall.objects.exists()


def test_a_budget_that_ends_between_batches_ends_the_look(
    fooled: Claude, settings: Any
) -> None:
    settings.LLM_DAILY_BUDGET_USD = Decimal("0.0151")
    fooled.during = lambda: setattr(settings, "LLM_DAILY_BUDGET_USD", Decimal("0.001"))
    found = look(9)
    assert set(found.seen) == {1, 2, 3, 4}
    assert "Claude did not look at pages 5 to 9: what this site" in found.sentences


def test_switched_off_by_the_staff(fooled: Claude) -> None:
    LlmSwitch.objects.create(pk=1, is_on=False)
    assert "has switched it off" in look().sentences
    assert not fooled.requests


def test_after_its_time_no_batch_is_begun(
    fooled: Claude, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "LONGEST", -1.0)
    assert set(look().missed.values()) == {NO_TIME}
    assert not fooled.requests


class Noted:
    """A memory that tells what it was told."""

    def __init__(self, known: LookedAt | None = None) -> None:
        self.told: list[tuple[str, Any]] = []
        self._known = known or LookedAt()

    def known(self) -> LookedAt:
        return self._known

    def asking(self, sheets: Sequence[int]) -> None:
        self.told.append(("asking", list(sheets)))

    def never_sent(self, sheets: Sequence[int]) -> None:
        self.told.append(("never sent", list(sheets)))

    def keep(
        self,
        seen: Mapping[int, SheetLook],
        missed: Mapping[int, str],
        call_id: int | None,
    ) -> None:
        self.told.append(("kept", (list(seen), list(missed), call_id is not None)))


def test_what_is_sent_is_noted_before_and_after(claude: Claude) -> None:
    noted = Noted()
    claude.during = lambda: noted.told.append(("sent", None))
    claude.says_json(says.answer(says.sheet(1)))
    look(2, noted)
    assert noted.told == [
        ("asking", [1, 2]),
        ("sent", None),
        ("kept", ([1], [2], True)),
    ]


def test_what_was_never_sent_may_be_sent_later(fooled: Claude, settings: Any) -> None:
    settings.LLM_DAILY_BUDGET_USD = Decimal(0)
    noted = Noted()
    look(2, noted)
    assert noted.told == [("asking", [1, 2]), ("never sent", [1, 2])]


def test_what_is_known_is_not_asked_again(fooled: Claude) -> None:
    noted = Noted(LookedAt({1: says.look()}, {2: INTERRUPTED}))
    found = look(3, noted)
    assert noted.told[0] == ("asking", [3])
    assert says.pictures(fooled.requests[0]) == [1]
    assert (set(found.seen), found.missed) == ({1, 3}, {2: INTERRUPTED})
