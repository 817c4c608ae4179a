import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permits import querysets
from permits.models import Refresh
from permits.querysets.freshness import freshness
from permits.tests.factories import LoadFactory

pytestmark = pytest.mark.django_db
# 2 January, 19:00, by the city's clock.
EVENING = dt.datetime(2026, 1, 3, 3, tzinfo=dt.UTC)


def _ran(step: str, status: str, finished_at: dt.datetime | None) -> Refresh:
    return Refresh.objects.create(
        step=step,
        status=status,
        started_at=EVENING,
        finished_at=finished_at,
        inputs={},
    )


def test_the_day_of_the_last_success() -> None:
    assert querysets.refreshed_on("desks") is None
    assert querysets.last_refreshes() == {}
    _ran("desks", "succeeded", EVENING - dt.timedelta(days=1))
    newest = _ran("desks", "succeeded", EVENING)
    _ran("desks", "failed", EVENING + dt.timedelta(days=1))
    _ran("pairs", "running", None)
    assert querysets.refreshed_on("desks") == dt.date(2026, 1, 2)
    assert querysets.refreshed_on("pairs") is None
    assert querysets.last_refreshes() == {"desks": newest}


def test_freshness_tells_it_within_its_one_query() -> None:
    LoadFactory.create(dataset="permits")
    LoadFactory.create(dataset="addenda")
    _ran("desks", "succeeded", EVENING)
    with CaptureQueriesContext(connection) as captured:
        fresh = freshness()
    assert len(captured) == 1
    assert fresh.refreshed_on("desks") == dt.date(2026, 1, 2)
    assert fresh.refreshed_on("pairs") is None
    assert fresh.loaded_on("addenda") is not None
