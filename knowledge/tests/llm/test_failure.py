import datetime as dt
import email.utils

import pytest
from django.utils import timezone

from knowledge.llm import errors, failure
from knowledge.llm.failure import Outcome


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("171", 171),
        ("0.5", 0.5),
        ("-3", 0),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thu, 99 Jan 1970 00:00:00 GMT", None),
    ],
)
def test_how_long_to_wait(value: str | None, seconds: float | None) -> None:
    assert failure.retry_after(value) == seconds


def test_how_long_to_wait_by_a_date() -> None:
    then = timezone.now() + dt.timedelta(seconds=60)
    found = failure.retry_after(email.utils.format_datetime(then, usegmt=False))
    assert found is not None
    assert 55 < found <= 60


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (307, Outcome.REJECTED),
        (400, Outcome.REJECTED),
        (401, Outcome.REJECTED),
        (429, Outcome.RATE_LIMITED),
        (500, Outcome.SERVER_ERROR),
        (503, Outcome.SERVER_ERROR),
        (529, Outcome.OVERLOADED),
    ],
)
@pytest.mark.parametrize("body", [None, "<html>", {"error": 3}, {"error": {}}, []])
def test_what_a_status_means_whatever_the_body(
    status: int, outcome: Outcome, body: object
) -> None:
    assert failure.of_status(status, {}, body).outcome == outcome


def test_every_outcome_but_an_answer_has_words() -> None:
    wordless = {"running", "answered", "interrupted", "lost"}
    assert set(Outcome.values) - set(errors.WORDS) == wordless
    for outcome in errors.WORDS:
        said = str(errors.error(outcome))
        assert said.endswith(".")
        assert ".." not in said


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "in a minute"),
        (3, "in a minute"),
        (61, "in 2 minutes"),
        (171, "3 minutes"),
    ],
)
def test_when_to_ask_again(seconds: float | None, words: str) -> None:
    assert words in str(errors.error("overloaded", wait=seconds))
