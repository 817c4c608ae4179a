from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache

from knowledge.tests import anthropic_server
from knowledge.tests.anthropic_server import Claude
from ops.breaker import Breaker


@pytest.fixture
def claude(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Claude]:
    """A server to ask, little patience, and a circuit that knows nothing."""
    # Late: pytest reads this file before there are models.
    from knowledge.llm import attempts, circuit
    from knowledge.llm.wire import Patience
    from knowledge.tests.llm.passages import KEY

    monkeypatch.setattr(
        attempts, "PATIENCE", Patience(connect=0.5, silence=0.15, whole=4.0)
    )
    monkeypatch.setattr(attempts, "FIRST_PAUSE", 0.002)
    monkeypatch.setattr(circuit.circuit, "breaker", Breaker(cool_down=30, trial=60))
    monkeypatch.setattr(circuit.circuit, "_not_before", 0.0)
    cache.delete(circuit.MARK)
    with anthropic_server.serving() as made:
        settings.ANTHROPIC_BASE_URL = made.url
        settings.ANTHROPIC_API_KEY = KEY
        settings.ANTHROPIC_MODEL = "claude-haiku-5-5"
        settings.LLM_DAILY_BUDGET_USD = Decimal(1)
        yield made
    cache.delete(circuit.MARK)
