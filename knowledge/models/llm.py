"""Calls to Claude, and the switch that stops them."""

from django.db import models
from django.db.models import Q


class LlmCall(models.Model):
    """One call: every attempt to have one answer composed.

    running -> any other, once. The row is written before anything is sent, with the
    most that the call can cost, so that what is under way counts against the budget;
    one whose process is gone becomes lost and keeps that cost. It holds neither the
    question nor the answer. Written by knowledge/llm/ledger.py alone.
    """

    class Outcome(models.TextChoices):
        RUNNING = "running"
        ANSWERED = "answered"
        CUT_SHORT = "cut_short", "cut short: the longest answer was reached"
        REFUSED = "refused", "refused by Claude"
        RATE_LIMITED = "rate_limited", "too many requests"
        OVERLOADED = "overloaded"
        SERVER_ERROR = "server_error", "fault of the server"
        UNREACHABLE = "unreachable"
        TIMED_OUT = "timed_out", "timed out"
        BROKEN = "broken", "answer not of its form, or cut off"
        REJECTED = "rejected", "request or key not accepted"
        INTERRUPTED = "interrupted", "stopped here"
        LOST = "lost", "its process is gone"

    purpose = models.TextField(help_text="What it was for: answer, plan look.")
    model = models.TextField()
    prompt_version = models.TextField(help_text="Beginning of the prompt's SHA-256.")
    started_at = models.DateTimeField()
    ms = models.PositiveIntegerField(
        null=True, help_text="All attempts and the pauses between them."
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    outcome = models.TextField(choices=Outcome, default=Outcome.RUNNING)
    stop_reason = models.TextField(default="", blank=True, help_text="As Claude said.")
    input_tokens = models.PositiveIntegerField(
        null=True, help_text="Those neither written to nor read from its cache."
    )
    output_tokens = models.PositiveIntegerField(null=True)
    cache_write_tokens = models.PositiveIntegerField(null=True)
    cache_read_tokens = models.PositiveIntegerField(null=True)
    cost_usd = models.DecimalField(
        max_digits=12,
        decimal_places=6,
        help_text="By the table of prices; where no count came, the most it can be.",
    )
    request_id = models.TextField(
        default="", blank=True, help_text="Claude's, of the last attempt."
    )
    error = models.TextField(default="", blank=True)

    class Meta:
        db_table = "llm_calls"
        verbose_name = "call to Claude"
        verbose_name_plural = "calls to Claude"
        indexes = (
            # What a day cost is read from the index alone.
            models.Index(
                fields=["started_at"], include=["cost_usd"], name="llm_calls_costs"
            ),
            models.Index(
                fields=["started_at"],
                condition=Q(outcome="running"),
                name="llm_calls_running",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome="running", ms=None)
                | (~Q(outcome="running") & Q(ms__isnull=False)),
                name="llm_calls_timed_unless_running",
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} of {self.started_at:%Y-%m-%d %H:%M %Z}"


class LlmSwitch(models.Model):
    """Whether Claude is called at all: one row, changed by the staff in the admin."""

    is_on = models.BooleanField(
        "compose answers with Claude",
        default=True,
        help_text="Off: passages are quoted as without a key, and nothing is sent.",
    )
    reason = models.TextField(
        default="", blank=True, help_text="Why, for the rest of the staff."
    )
    changed_by = models.TextField(default="", blank=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "llm_switch"
        verbose_name = verbose_name_plural = "switch for Claude"
        constraints = (
            models.CheckConstraint(condition=Q(id=1), name="llm_switch_one_row"),
        )

    def __str__(self) -> str:
        return "on" if self.is_on else "off"
