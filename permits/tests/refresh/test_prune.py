import datetime as dt

import pytest
from django.utils import timezone

from permits.models import Refresh
from permits.refresh.prune import prune_refreshes

pytestmark = pytest.mark.django_db
DONE = Refresh.Status.SUCCEEDED
FAILED = Refresh.Status.FAILED


def _ran(
    step: str,
    days: int,
    status: Refresh.Status = DONE,
    made_from: dict[str, int] | None = None,
) -> int:
    at = timezone.now() - dt.timedelta(days=days)
    inputs = {"loads": {}, "steps": made_from or {}}
    row = Refresh.objects.create(
        step=step, status=status, started_at=at, finished_at=at, inputs=inputs
    )
    return row.pk


def _left() -> list[int]:
    return list(Refresh.objects.order_by("pk").values_list("pk", flat=True))


def test_rows_older_than_400_days_go() -> None:
    _ran("entities", 402)
    _ran("entities", 401, FAILED)
    kept = [_ran("entities", 399), _ran("entities", 1)]
    assert prune_refreshes() == 2
    assert _left() == kept


def test_the_last_success_stays_however_old() -> None:
    _ran("graph", 900)
    kept = [_ran("graph", 800), _ran("graph", 700, FAILED), _ran("entities", 1)]
    assert prune_refreshes() == 1
    assert _left() == kept


def test_what_ran_since_the_rows_it_was_made_from_stays() -> None:
    _ran("entities", 900)
    first = _ran("entities", 800)
    between = _ran("entities", 799, FAILED)
    graph = _ran("graph", 798, made_from={"entities": first})
    last = _ran("entities", 1)
    assert prune_refreshes() == 1
    assert _left() == [first, between, graph, last]


def test_a_step_that_is_no_more_holds_nothing() -> None:
    _ran("of_long_ago", 900)
    _ran("entities", 800)
    assert prune_refreshes() == 1
    assert Refresh.objects.get().step == "entities"


def test_old_failures_alone_go() -> None:
    _ran("graph", 800, FAILED)
    assert prune_refreshes() == 1
