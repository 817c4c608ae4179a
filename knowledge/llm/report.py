"""How the calls to Claude go, for the health report and the metrics."""

from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Sum

from knowledge.llm import circuit, ledger
from knowledge.llm.door import is_configured
from knowledge.llm.failure import Outcome
from knowledge.models.llm import LlmCall

TOTALS: Final = "llm:totals"
# The totals go through the whole table; the report may be asked for all the time.
GOOD_FOR: Final = 15
TOKENS: Final = ("input", "output", "cache_write", "cache_read")


def model() -> dict[str, Any]:
    """Whether answers are composed, by whom, how the last went, what may be spent.

    `circuit` is the reason for which some process leaves Claude alone, or `closed`.
    """
    budget = settings.LLM_DAILY_BUDGET_USD
    left = max(budget - ledger.spent_today(), Decimal(0))
    last = LlmCall.objects.exclude(outcome=Outcome.RUNNING).order_by("-pk").first()
    open_for = circuit.why_open()
    found = {
        "configured": is_configured(),
        "switched_on": ledger.is_on(),
        "name": settings.ANTHROPIC_MODEL,
        "last_outcome": last and last.outcome,
        "last_at": last and last.started_at.isoformat(),
        "circuit": open_for or "closed",
        "budget_usd": float(budget),
        "budget_left_usd": float(left),
        **_totals(),
    }
    if not found["configured"] or not found["switched_on"]:
        return found
    if open_for:
        return found | {"ok": False, "error": f"left alone: {open_for}"}
    if not left:
        return found | {"ok": False, "error": "the budget of the day is spent"}
    return found


def _totals() -> dict[str, Any]:
    """Since counting began: calls by outcome, tokens by kind, dollars."""
    kept = cache.get(TOTALS)
    if isinstance(kept, dict):
        return kept
    found = _counted()
    cache.set(TOTALS, found, timeout=GOOD_FOR)
    return found


def _counted() -> dict[str, Any]:
    sums = {name: Sum(f"{name}_tokens") for name in TOKENS}
    rows: list[Any] = list(
        LlmCall.objects.order_by()
        .values("outcome")
        .annotate(calls=Count("pk"), cost=Sum("cost_usd"), **sums)
    )
    return {
        "calls": {row["outcome"]: row["calls"] for row in rows},
        "tokens": {name: sum(row[name] or 0 for row in rows) for name in TOKENS},
        "cost_dollars": float(sum(row["cost"] for row in rows)),
    }
