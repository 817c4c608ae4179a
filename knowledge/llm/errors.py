"""Why no answer was composed, in words for people."""

import math
from collections.abc import Mapping
from typing import Final

from knowledge.llm.failure import Failure, Outcome


class LlmError(Exception):
    """No answer came. The message says what happened, what it means and what to do.

    `outcome` is a value of `LlmCall.Outcome`, or for what was never sent the reason:
    `no_key`, `switched_off`, `budget_spent`, `circuit_open`. `call_id` is the key of
    the row of `llm_calls`, where there is one.
    """

    def __init__(
        self, message: str, *, outcome: str, call_id: int | None = None
    ) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.call_id = call_id


class LlmUnavailable(LlmError):  # noqa: N818 - a state, not a fault
    """Nothing was sent: no key, switched off, budget spent, or circuit open."""


MEANS: Final = "No answer was composed; the passages quoted from the documents stand."
BUSY: Final = "Claude, which composes the answers, has too much to do."
FAULT: Final = "Claude, which composes the answers, had a fault."
SOON: Final = "Ask again in a minute."
# What happened, and what to do.
WORDS: Final[Mapping[str, tuple[str, str]]] = {
    Outcome.RATE_LIMITED: (BUSY, SOON),
    Outcome.OVERLOADED: (BUSY, SOON),
    Outcome.SERVER_ERROR: (FAULT, SOON),
    Outcome.UNREACHABLE: ("Claude, which composes the answers, was not reached.", SOON),
    Outcome.TIMED_OUT: (
        "Claude, which composes the answers, did not answer in time.",
        SOON,
    ),
    Outcome.BROKEN: (
        "Claude's answer was cut off or damaged on its way.",
        "Ask again.",
    ),
    Outcome.CUT_SHORT: (
        "Claude's answer was longer than is allowed before its first sentence ended.",
        "Ask about one thing at a time.",
    ),
    Outcome.REFUSED: (
        "Claude declined to answer this question.",
        "Ask in other words, or read the passages.",
    ),
    Outcome.REJECTED: (
        "Claude did not accept the request of this site, which is for us to mend.",
        "Read the passages; asking again will not help.",
    ),
    "no_key": (
        "This site has no access to Claude, which would compose answers.",
        "Read the passages.",
    ),
    "switched_off": (
        "The staff of this site has switched composed answers off.",
        "Read the passages.",
    ),
    "budget_spent": (
        "What this site may spend on composed answers today is spent.",
        "Read the passages, or ask again after midnight in San Francisco.",
    ),
    "circuit_open": (
        "Claude, which composes the answers, failed several times in a row.",
        SOON,
    ),
}
UNAVAILABLE: Final = frozenset(
    {"no_key", "switched_off", "budget_spent", "circuit_open"}
)


def error(
    outcome: str, *, call_id: int | None = None, wait: float | None = None
) -> LlmError:
    """The error for an outcome; `wait` in seconds, where it is known."""
    happened, to_do = WORDS[outcome]
    if wait is not None and to_do == SOON:
        to_do = f"Ask again in {_words(wait)}."
    kind = LlmUnavailable if outcome in UNAVAILABLE else LlmError
    message = f"{happened} {MEANS} {to_do}"
    return kind(message, outcome=str(outcome), call_id=call_id)


def of_failure(failure: Failure, call_id: int) -> LlmError:
    """The error for the failure of the last attempt."""
    return error(failure.outcome, call_id=call_id, wait=failure.retry_after)


def _words(seconds: float) -> str:
    minutes = max(1, math.ceil(seconds / 60))
    return "a minute" if minutes == 1 else f"{minutes:,} minutes"
