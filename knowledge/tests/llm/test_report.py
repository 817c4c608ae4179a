import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knowledge.llm import LlmError, compose, report
from knowledge.models import LlmCall, LlmSwitch
from knowledge.tests.anthropic_server import Claude
from knowledge.tests.llm.passages import KEY, SOURCES
from ops import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _not_cached() -> None:
    cache.delete(report.TOTALS)


def test_before_the_first_call(settings: Any) -> None:
    settings.ANTHROPIC_API_KEY = None
    settings.LLM_DAILY_BUDGET_USD = Decimal("2.50")
    found = report.model()
    assert found["configured"] is False
    assert (found["last_outcome"], found["last_at"]) == (None, None)
    assert (found["budget_usd"], found["budget_left_usd"]) == (2.5, 2.5)
    assert (found["calls"], found["cost_dollars"]) == ({}, 0)
    assert "error" not in found


def test_after_some_calls(claude: Claude) -> None:
    compose("?", SOURCES)
    claude.fails(400)
    with pytest.raises(LlmError):
        compose("?", SOURCES)
    with CaptureQueriesContext(connection) as queries:
        found = report.model()
    assert len(queries) == 4
    assert found["calls"] == {"answered": 1, "rejected": 1}
    assert found["tokens"] == {
        "input": 1200,
        "output": 80,
        "cache_write": 0,
        "cache_read": 0,
    }
    assert found["cost_dollars"] == 0.00016
    assert found["budget_left_usd"] == 0.99984
    assert (found["last_outcome"], found["circuit"]) == ("rejected", "closed")
    assert found["name"] == "claude-haiku-5-5"
    assert KEY not in json.dumps(found)
    with CaptureQueriesContext(connection) as queries:
        report.model()
    assert len(queries) == 3


def test_what_keeps_answers_from_being_composed_is_told(
    claude: Claude, settings: Any
) -> None:
    claude.fails(429, retry_after=171)
    with pytest.raises(LlmError):
        compose("?", SOURCES)
    assert report.model()["error"] == "left alone: rate_limited"
    assert report.model()["ok"] is False
    cache.clear()
    settings.LLM_DAILY_BUDGET_USD = Decimal(0)
    assert report.model()["error"] == "the budget of the day is spent"
    LlmSwitch.objects.update_or_create(pk=1, defaults={"is_on": False})
    assert report.model()["switched_on"] is False
    assert "error" not in report.model()
    assert LlmCall.objects.count() == 1


def test_it_is_part_of_the_health_report() -> None:
    assert health._registered["model"] is report.model
