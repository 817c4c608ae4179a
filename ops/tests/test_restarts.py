import time

import pytest

from ops.restarts import GivenUpError, Restarts


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_it_is_due_a_second_after_it_was_first_asked(clock: list[float]) -> None:
    one = Restarts()
    found = []
    for at in (0.0, 0.5, 1.0, 1.1, 2.2):
        clock[0] = 100.0 + at
        found.append(one.is_due())
    # Then the next end begins a second of its own.
    assert found == [False, False, True, False, True]


def test_five_a_minute_are_made_and_the_sixth_is_given_up(clock: list[float]) -> None:
    one = Restarts()
    for _ in range(5):
        clock[0] += 10
        one.require_seldom("web-1")
    clock[0] += 10
    with pytest.raises(GivenUpError, match="web-1 ended 6 times within a minute"):
        one.require_seldom("web-1")
    clock[0] += 10
    one.require_seldom("web-1")
