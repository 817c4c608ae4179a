from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from permits.tests.refresh.story import Answer, Ran


@pytest.fixture
def ran() -> Ran:
    """The steps that were run, with how."""
    return []


@pytest.fixture
def answers(ran: Ran, monkeypatch: pytest.MonkeyPatch) -> dict[str, Answer]:
    """The steps of story.py stand for the real ones; what they answer goes in here."""
    # Late: a conftest is read before Django is set up.
    from permits.tests.refresh.story import steps

    given: dict[str, Answer] = {}
    monkeypatch.setattr("permits.refresh.steps.STEPS", steps(ran, given))
    return given
