import pytest
from pytest_django import Settings

from ops import local_limit
from ops.local_limit import LocalLimits, share


@pytest.fixture(autouse=True)
def _four_processes(settings: Settings) -> None:
    settings.WEB_CONCURRENCY, settings.WEB_REPLICAS = 4, 1


@pytest.mark.parametrize(("limit", "part"), [(120, 30), (10, 2), (3, 1), (1, 1)])
def test_each_process_has_its_share(limit: int, part: int) -> None:
    assert share(limit) == part


def test_what_is_taken_comes_back_after_its_time() -> None:
    now = [0.0]
    limits = LocalLimits(clock=lambda: now[0])
    assert limits.take("a", 8, 60) == 0
    now[0] = 30
    assert limits.take("a", 8, 60) == 0
    assert limits.take("a", 8, 60) == 30
    assert limits.take("b", 8, 60) == 0
    now[0] = 60
    assert limits.take("a", 8, 60) == 0
    assert limits.take("a", 8, 60) == 30


def test_it_forgets_who_was_not_seen_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_limit, "MOST", 2)
    limits = LocalLimits(clock=lambda: 0.0)
    for key in ("a", "b", "a", "c"):
        limits.take(key, 4, 60)
    assert limits.take("a", 4, 60) > 0
    assert limits.take("b", 4, 60) == 0
