"""Calls written down: before anything is sent, and when it is over.

A call is let in under a lock on the switch's row, which makes the budget hold for all
processes together: each counts what the others have under way at the most it can cost.
"""

import datetime as dt
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from django.utils import timezone

from knowledge.llm import errors
from knowledge.llm.failure import Outcome
from knowledge.llm.prices import Tokens
from knowledge.models.llm import LlmCall, LlmSwitch
from ops import logs

logger = logging.getLogger(__name__)

SAN_FRANCISCO: Final = ZoneInfo("America/Los_Angeles")
# No call is under way as long as this.
LOST_AFTER: Final = dt.timedelta(minutes=10)
LONGEST_ERROR: Final = 500


@dataclass(slots=True)
class Entry:
    """A call under way, and what is known of it so far."""

    call_id: int
    outcome: Outcome = Outcome.INTERRUPTED
    attempts: int = 0
    tokens: Tokens | None = None
    cost: Decimal = Decimal(0)
    stop_reason: str = ""
    request_id: str = ""
    error: str = ""
    started: dt.datetime = field(default_factory=timezone.now)


@contextmanager
def call(
    *, purpose: str, model: str, prompt_version: str, most: Decimal
) -> Iterator[Entry]:
    """Write the call down, and again however it ends; between, hold no connection.

    Raises LlmUnavailable where the switch or the budget forbids it, and RuntimeError
    in a transaction, which would hold the connection.
    """
    entry = _begin(purpose, model, prompt_version, most)
    give_connection_back()
    try:
        yield entry
    finally:
        if entry.outcome == Outcome.INTERRUPTED and (error := sys.exception()):
            entry.error = type(error).__name__
        _end(entry)


def give_connection_back() -> None:
    """To the pool, where there is one; nothing else is to be done with it for long."""
    if not connection.in_atomic_block:
        connection.close()


@transaction.atomic(durable=True)
def _begin(purpose: str, model: str, prompt_version: str, most: Decimal) -> Entry:
    # The lock, and the switch.
    switch, _ = LlmSwitch.objects.select_for_update().get_or_create(pk=1)
    if not switch.is_on:
        raise errors.error("switched_off")
    _mark_lost()
    if spent_today() + most > settings.LLM_DAILY_BUDGET_USD:
        raise errors.error("budget_spent")
    row = LlmCall.objects.create(
        purpose=purpose,
        model=model,
        prompt_version=prompt_version,
        started_at=timezone.now(),
        cost_usd=most,
    )
    return Entry(row.pk, cost=most)


def spent_today() -> Decimal:
    """Dollars since midnight in San Francisco, calls under way at their most."""
    today = timezone.now().astimezone(SAN_FRANCISCO).date()
    midnight = dt.datetime.combine(today, dt.time(), SAN_FRANCISCO)
    calls = LlmCall.objects.filter(started_at__gte=midnight)
    return calls.aggregate(spent=Sum("cost_usd"))["spent"] or Decimal(0)


def is_on() -> bool:
    """What the staff's switch says; on until somebody sets it."""
    return not LlmSwitch.objects.filter(pk=1, is_on=False).exists()


def _mark_lost() -> None:
    before = timezone.now() - LOST_AFTER
    gone = LlmCall.objects.filter(outcome=Outcome.RUNNING, started_at__lt=before)
    gone.update(
        outcome=Outcome.LOST,
        ms=round(LOST_AFTER.total_seconds() * 1000),
        error="The process that made it ended before it was done.",
    )


def _end(entry: Entry) -> None:
    """Write how it ended. A failure to do so must not hide the answer, or the error."""
    took = timezone.now() - entry.started
    tokens = entry.tokens
    figures = {
        "input_tokens": tokens and tokens.input,
        "output_tokens": tokens and tokens.output,
        "cache_write_tokens": tokens and tokens.cache_write,
        "cache_read_tokens": tokens and tokens.cache_read,
    }
    ours = LlmCall.objects.filter(pk=entry.call_id, outcome=Outcome.RUNNING)
    try:
        ours.update(
            outcome=entry.outcome,
            ms=round(took.total_seconds() * 1000),
            attempts=entry.attempts,
            stop_reason=_kept(entry.stop_reason),
            request_id=_kept(entry.request_id),
            error=_kept(entry.error),
            cost_usd=entry.cost,
            **figures,
        )
    except DatabaseError:
        logger.exception("Call %d to Claude could not be written down.", entry.call_id)
        give_connection_back()


def _kept(text: str) -> str:
    """What comes from outside, without secrets and NULs, and not for ever."""
    if key := settings.ANTHROPIC_API_KEY:
        text = text.replace(key, logs.HIDDEN)
    return logs.clean(text.replace("\0", ""), LONGEST_ERROR)
