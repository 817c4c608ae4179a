from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.tests.retrieve import conftest as rules

corpus = rules.corpus
Sent = list[str]


@pytest.fixture
def with_key(
    corpus: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Sent]:
    """A key for Claude, and a queue that only notes what it is sent."""
    from knowledge import ask

    sent: Sent = []
    settings.ANTHROPIC_API_KEY = "sk-ant-nothing"

    def note(answer: Any) -> bool:
        sent.append(str(answer.pk))
        return True

    monkeypatch.setattr(ask, "publish", note)
    return lambda: sent
