"""What can go wrong with one attempt, and whether another one makes sense."""

import datetime as dt
import email.utils
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from knowledge.models.llm import LlmCall

Outcome = LlmCall.Outcome
MAY_PASS: Final = frozenset(
    {
        *(Outcome.RATE_LIMITED, Outcome.OVERLOADED, Outcome.SERVER_ERROR),
        *(Outcome.UNREACHABLE, Outcome.TIMED_OUT, Outcome.BROKEN),
    }
)
BY_STATUS: Final = {429: Outcome.RATE_LIMITED, 529: Outcome.OVERLOADED}
BY_TYPE: Final = {
    "rate_limit_error": Outcome.RATE_LIMITED,
    "overloaded_error": Outcome.OVERLOADED,
    "api_error": Outcome.SERVER_ERROR,
    "timeout_error": Outcome.SERVER_ERROR,
}
ABOUT_THIS: Final = frozenset({400, 413, 422})
SERVER_ERROR: Final = 500
LONGEST_DETAIL: Final = 300


@dataclass(slots=True)
class Failure(Exception):  # noqa: N818 - an attempt failed; the call may not
    """One attempt did not give an answer.

    `retry_after`: the seconds the server asks to wait. `sent`: the server may have
    worked on it, so that it may cost. `again`: False if the server says not to.
    `about_this`: it was this request that it did not take; another may pass.
    """

    outcome: Outcome
    detail: str
    sent: bool = True
    retry_after: float | None = None
    again: bool = True
    about_this: bool = False
    request_id: str = ""

    def __str__(self) -> str:
        return f"{self.outcome}: {self.detail}"


def of_status(status: int, headers: Mapping[str, str], body: Any) -> Failure:
    """The failure that an HTTP status and the body of the error mean."""
    kind, message = _said(body)
    outcome = BY_STATUS.get(status)
    if outcome is None:
        # A redirect is no answer either; it is not followed, for the key goes with it.
        outcome = Outcome.SERVER_ERROR if status >= SERVER_ERROR else Outcome.REJECTED
    return Failure(
        outcome,
        f"{status} {kind} {message}"[:LONGEST_DETAIL].strip(),
        sent=False,
        retry_after=retry_after(headers.get("retry-after")),
        about_this=status in ABOUT_THIS,
        again=headers.get("x-should-retry") != "false",
        request_id=headers.get("request-id", ""),
    )


def of_event(event: Mapping[str, Any]) -> Failure:
    """The failure that an `error` event in a stream means."""
    kind, message = _said(event)
    return Failure(
        BY_TYPE.get(kind, Outcome.BROKEN),
        f"in the stream: {kind} {message}"[:LONGEST_DETAIL].strip(),
    )


def _said(body: Any) -> tuple[str, str]:
    match body:
        case {"error": {"type": str(kind), "message": str(message)}}:
            return kind, message
    return "", ""


def retry_after(value: str | None) -> float | None:
    """Seconds from a `Retry-After`: a number or a date; None if it is neither."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        return _until(value)
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _until(date: str) -> float | None:
    try:
        then = email.utils.parsedate_to_datetime(date)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=dt.UTC)
    return max(0.0, (then - timezone.now()).total_seconds())
