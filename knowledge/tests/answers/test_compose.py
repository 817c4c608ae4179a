from collections.abc import Callable
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import connection

from knowledge import llm
from knowledge.answers import compose as made
from knowledge.answers import store
from knowledge.answers.compose import compose
from knowledge.answers.store import Wanted
from knowledge.ask_text import Asked
from knowledge.models import Answer, Chunk, CorpusState, Document
from knowledge.retrieve import retrieve
from knowledge.tasks import compose_answer
from knowledge.tests.anthropic_server import Claude, block, cite

FENCE = "Fences not over 6 feet high at the rear of the property are exempt."


def ask(text: str = "how high can a fence be") -> Answer:
    found = retrieve(text, limit=3)
    wanted = Wanted(Asked.of(text), found.corpus_version, settings.ANTHROPIC_MODEL)
    chunks = [each.chunk for each in found.passages]
    return store.request(wanted=wanted, chunks=chunks)[0]


def place_of(answer: Answer, words: str) -> int:
    keys = Chunk.objects.filter(text__contains=words).values_list("key", flat=True)
    return next(i for i, key in enumerate(answer.chunks) if key in keys)


def test_an_answer_with_its_quotations(asked_of_claude: Claude) -> None:
    answer = ask()
    at = place_of(answer, "6 feet")
    asked_of_claude.answers(
        [
            block("A fence of up to 6 feet needs no permit.", cite(at, FENCE)),
            block(" It is always fine.", cite(at, "It is always fine.")),
        ]
    )
    compose_answer(str(answer.pk))
    answer.refresh_from_db()
    assert (answer.status, answer.is_supported) == ("succeeded", True)
    assert [each["text"] for each in answer.statements] == [
        "A fence of up to 6 feet needs no permit."
    ]
    assert (answer.dropped_quotations, answer.dropped_statements) == (1, 1)
    assert answer.call_id
    assert "how high can a fence be" in asked_of_claude.asked
    assert any(FENCE in passage for passage in asked_of_claude.passages)


def test_a_second_message_does_no_harm(asked_of_claude: Claude) -> None:
    answer = ask()
    compose_answer(str(answer.pk))
    compose_answer(str(answer.pk))
    assert len(asked_of_claude.requests) == 1
    answer.refresh_from_db()
    assert answer.attempts == 1


def test_an_answer_without_support(asked_of_claude: Claude) -> None:
    answer = ask()
    asked_of_claude.answers([block("Yes.", cite(40, "out of range")), block("No.")])
    compose_answer(str(answer.pk))
    answer.refresh_from_db()
    assert (answer.status, answer.is_supported) == ("succeeded", False)
    assert answer.statements == []


Fault = Callable[[Claude], None]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (lambda claude: claude.fails(429, retry_after=171), "minutes"),
        (lambda claude: claude.fails(529, times=3), "too much to do"),
        (lambda claude: claude.fails(500, times=3), "fault"),
        (lambda claude: claude.stalls(times=3), "Ask again"),
        (lambda claude: claude.breaks_off([block("Half.")], after=0), "Ask again"),
        (lambda claude: claude.errs_in_stream(times=3), "too much to do"),
        (lambda claude: claude.answers([], stop_reason="refusal"), "declined"),
    ],
)
def test_what_fails_says_so_and_keeps_the_passages(
    asked_of_claude: Claude, fault: Fault, words: str
) -> None:
    answer = ask()
    fault(asked_of_claude)
    compose_answer(str(answer.pk))
    answer.refresh_from_db()
    assert answer.status == "failed"
    assert words in answer.failure
    assert "stand" in answer.failure
    assert answer.statements == []


def test_documents_that_changed_are_not_answered_from(asked_of_claude: Claude) -> None:
    answer = ask()
    Chunk.objects.filter(key=answer.chunks[0]).delete()
    compose_answer(str(answer.pk))
    answer.refresh_from_db()
    assert answer.status == "failed"
    assert "have changed" in answer.failure
    assert asked_of_claude.requests == []


def test_the_time_limit_of_the_task_is_a_failure(
    asked_of_claude: Claude, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_long(*_: Any, **__: Any) -> None:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(llm, "compose", too_long)
    answer = ask()
    compose(answer.pk)
    answer.refresh_from_db()
    assert (answer.status, "longer than" in answer.failure) == ("failed", True)


def test_what_is_complete_is_shown_while_the_rest_comes(
    asked_of_claude: Claude, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no connection is held in between."""
    monkeypatch.setattr(made, "SHOWN_EVERY", 0.0)
    answer = ask()
    at = place_of(answer, "6 feet")
    seen: list[list[str]] = []
    say = store.say

    def watch(**given: Any) -> bool:
        seen.append([one.text for one in given["checked"].statements])
        return say(**given)

    monkeypatch.setattr(store, "say", watch)
    first = block("A fence of 6 feet needs none.", cite(at, FENCE))
    last = block(" Fences at the rear are exempt.", cite(at, FENCE))
    asked_of_claude.during = lambda: seen.append([str(connection.connection)])
    asked_of_claude.answers([first, last])
    compose_answer(str(answer.pk))
    assert seen[1:] == [[], [first.text]]
    answer.refresh_from_db()
    assert len(answer.statements) == 2


def test_a_superseded_text_is_called_so(asked_of_claude: Claude) -> None:
    answer = ask()
    newer = Document.objects.get(publication="G-04")
    Document.objects.filter(form="article").update(superseded_by=newer)
    compose_answer(str(answer.pk))
    titles = [
        part["title"]
        for part in asked_of_claude.requests[0]["messages"][0]["content"]
        if part["type"] == "search_result"
    ]
    assert any("superseded" in title for title in titles)
    assert CorpusState.objects.get().version == answer.corpus_version
