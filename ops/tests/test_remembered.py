"""What is remembered is of one state of the data, and never of an older one."""

import pytest

from ops import data_version
from ops.remembered import Remembered


class AtState:
    """Says which state the queries see."""

    state: data_version.State | None = None

    def __call__(self) -> data_version.State | None:
        return self.state


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> AtState:
    pinned = AtState()
    monkeypatch.setattr(data_version, "pinned", pinned)
    return pinned


def test_only_within_the_state_it_is_of(at: AtState) -> None:
    kept: Remembered[str, int] = Remembered(most=5)
    assert (kept.keep("a", 1), kept.get("a")) == (1, None)
    at.state = (0, 7)
    assert (kept.keep("a", 2), kept.get("a")) == (2, 2)
    for other in ((0, 8), (1, 7), (0, 6), None):
        at.state = other
        assert kept.get("a") is None


def test_an_older_state_replaces_nothing(at: AtState) -> None:
    kept: Remembered[str, int] = Remembered(most=5)
    at.state = (0, 7)
    kept.keep("a", 7)
    at.state = (0, 6)
    assert (kept.keep("a", 6), kept.get("a")) == (6, None)
    at.state = (0, 7)
    assert kept.get("a") == 7
    at.state = (1, 0)
    kept.keep("b", 1)
    assert (kept.get("a"), kept.get("b")) == (None, 1)


def test_what_was_used_last_stays(at: AtState) -> None:
    at.state = (0, 1)
    kept: Remembered[int, int] = Remembered(most=2)
    kept.keep(1, 1)
    kept.keep(2, 2)
    assert kept.get(1) == 1
    kept.keep(3, 3)
    assert [kept.get(key) for key in (1, 2, 3)] == [1, None, 3]
