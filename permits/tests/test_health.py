import datetime as dt

import pytest
from django.utils import timezone

from permits import health
from permits.tests.factories import LoadFactory


@pytest.mark.django_db
def test_the_age_of_each_set_that_is_loaded() -> None:
    assert health.data() == {"is_sample": False, "sets": {}}
    now = timezone.now()
    LoadFactory.create(
        dataset="permits",
        status="succeeded",
        started_at=now,
        finished_at=now,
        data_as_of=now - dt.timedelta(days=2),
    )
    LoadFactory.create(
        dataset="addenda",
        status="succeeded",
        started_at=now - dt.timedelta(hours=1),
        finished_at=now - dt.timedelta(hours=1),
        data_as_of=None,
    )
    sets = health.data()["sets"]
    assert sets["permits"]["age_s"] == pytest.approx(2 * 86_400, abs=5)
    # A set that does not say how old it is is as old as its load.
    assert sets["addenda"]["data_as_of"] is None
    assert sets["addenda"]["age_s"] == pytest.approx(3600, abs=5)
