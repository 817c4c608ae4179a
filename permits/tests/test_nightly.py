import datetime as dt
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.utils import timezone

from ops import cron_log, jobs
from ops.models import CronLog
from permits import nightly
from permits.ingest.datasets import DATASETS, PERMITS
from permits.ingest.run import take_lock
from permits.models import Load, Permit, Refresh
from permits.refresh import steps
from permits.search import index
from permits.tests.factories import LoadFactory, PermitFactory
from permits.tests.ingest.records import record
from permits.tests.ingest.soda_server import Soda, serving, to_json

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def soda(settings: LazySettings) -> Iterator[Soda]:
    with serving([record()]) as found:
        settings.SODA_BASE_URL = found.url
        yield found


def _loaded(ago: dt.timedelta, **more: object) -> Load:
    at = timezone.now() - ago
    given = {"dataset": "permits", "source": "soda", "data_as_of": None}
    return LoadFactory.create(**given | {"started_at": at, "finished_at": at} | more)


def _run(name: str, minutes: int = 0) -> CronLog:
    slot = timezone.now() + dt.timedelta(minutes=minutes)
    return cron_log.run(jobs.job(name), scheduled_for=slot)


@pytest.mark.parametrize("source", [None, "sample"])
def test_the_first_load_is_by_hand(source: str | None, soda: Soda) -> None:
    if source:
        _loaded(DAY, source=source)
    row = _run("ingest.permits")
    assert row.status == CronLog.Status.SKIPPED
    assert "manage.py ingest permits" in row.error_message
    assert soda.asked == []


@pytest.mark.parametrize(
    ("loaded", "as_of", "since"),
    [
        (1 * DAY, None, 4),
        (29 * DAY, None, 32),
        (31 * DAY, None, None),
        (31 * DAY, 32 * DAY, None),
        # A file loaded yesterday may have been a month old.
        (1 * DAY, 9 * DAY, 12),
        (1 * DAY, 40 * DAY, 43),
    ],
)
def test_what_is_asked_for(
    loaded: dt.timedelta, as_of: dt.timedelta | None, since: int | None
) -> None:
    _loaded(loaded, data_as_of=timezone.now() - as_of if as_of else None)
    expected = timezone.localdate() - since * DAY if since else None
    assert nightly._since(PERMITS) == (expected.isoformat() if expected else None)


def test_nights_without_news_do_not_move_what_is_asked_for() -> None:
    as_of = timezone.now() - 6 * DAY
    _loaded(5 * DAY, data_as_of=as_of)
    for night in range(4, 0, -1):
        _loaded(night * DAY)
    expected = timezone.localdate(as_of) - 3 * DAY
    assert nightly._since(PERMITS) == expected.isoformat()


def test_a_night(soda: Soda) -> None:
    yesterday = (timezone.localdate() - DAY).isoformat()
    soda.records.append(
        to_json(record(permit_number="new", record_id="7", status_date=yesterday))
    )
    _loaded(2 * DAY)
    row = _run("ingest.permits")
    assert row.status == CronLog.Status.SUCCESS, row.error_message
    assert (row.rows_read, row.rows_changed) == (1, 1)
    assert Permit.objects.get().pk == "new"
    assert "permits: 1 rows read, 1 new" in row.log


def test_a_city_that_does_not_answer_is_a_failure(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("permits.ingest.soda.ATTEMPTS", 1)
    settings.SODA_BASE_URL = "http://127.0.0.1:9"
    _loaded(2 * DAY)
    row = _run("ingest.permits")
    assert row.status == CronLog.Status.FAILED
    assert row.error_message.startswith("SodaError: http://127.0.0.1:9 did not answer")


@pytest.mark.parametrize(
    ("ago", "source", "late"),
    [
        (1 * DAY, "soda", False),
        (3 * DAY, "soda", True),
        (3 * DAY, "csv", True),
        (3 * DAY, "sample", False),
    ],
)
def test_ages(ago: dt.timedelta, source: str, late: bool) -> None:
    load = _loaded(ago, source=source)
    ages = {age.name: age for age in nightly.data_ages()}
    assert list(ages) == list(DATASETS)
    permits = ages["permits"]
    assert (permits.loaded_at, permits.is_late) == (load.finished_at, late)
    assert permits.title == "Permits"
    assert ages["electrical_permits"].loaded_at is None
    assert ages["electrical_permits"].badge.label == "Not loaded"


@pytest.mark.django_db(transaction=True)
def test_a_refresh_does_what_is_due() -> None:
    LoadFactory.create()
    first, second = _run("refresh.entities"), _run("refresh.entities", minutes=1)
    assert (first.status, first.error_message) == ("success", "")
    assert "nothing changed" not in first.log
    assert (second.status, second.rows_changed) == ("success", 0)
    assert "nothing changed." in second.log
    assert [run.step for run in Refresh.objects.all()] == ["entities"]


def test_old_rows_of_the_log_of_refreshes_are_removed() -> None:
    at = timezone.now() - 401 * DAY
    Refresh.objects.create(
        step="graph", status="failed", started_at=at, finished_at=at, inputs={}
    )
    row = _run("purge_refreshes")
    assert (row.status, row.rows_changed) == ("success", 1)
    assert not Refresh.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_refresh_that_fails_is_a_failed_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def breaks(_work: steps.Work) -> steps.Done:
        raise ValueError("No room on the disk.")

    broken = [
        replace(step, run=breaks) if step.name == "graph" else step
        for step in steps.STEPS
    ]
    monkeypatch.setattr(steps, "STEPS", tuple(broken))
    LoadFactory.create()
    row = _run("refresh.graph")
    assert row.status == CronLog.Status.FAILED
    assert row.error_message == "StaleError: No room on the disk."
    assert Refresh.objects.get().status == Refresh.Status.FAILED


def test_without_permits_there_is_no_index_to_build() -> None:
    row = _run("search")
    assert (row.status, row.error_message) == ("skipped", "No permits are loaded.")


@pytest.mark.django_db(transaction=True)
def test_the_index_is_not_built_during_a_load() -> None:
    index.rebuild(load_id=PermitFactory.create().load_id)
    held, release = threading.Event(), threading.Event()

    def loads() -> None:
        with transaction.atomic():
            take_lock(PERMITS)
            held.set()
            release.wait(5)
        connection.close()

    thread = threading.Thread(target=loads)
    thread.start()
    assert held.wait(5)
    row = _run("search")
    release.set()
    thread.join()
    assert row.error_message == "LoadError: Another load of permits is running."
