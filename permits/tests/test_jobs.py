"""Every job of the site may run twice: the second run leaves the rows as they are."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.db import connection
from django.utils import timezone

from ops import cron_log, jobs
from ops.backups.address import Address
from ops.breaker import Breaker
from ops.jobs import Job
from ops.models import CronLog
from permits.ingest import soda
from permits.ingest.datasets import DATASETS
from permits.jobs import REFRESHES
from permits.models import Refresh
from permits.refresh.steps import STEPS
from permits.tests.factories import LoadFactory
from permits.tests.ingest.records import record
from permits.tests.ingest.soda_server import serving, to_json
from permits.tests.ingest.source_rows import ROWS

Rows = dict[str, list[dict[str, Any]]]
# What says when something ran, and counts the runs, is new each time.
LOGS = {"cron_log", "loads", "refreshes", "data_version"}
WHEN = {"load_id"}
# Made anew as a whole; nothing refers to their numbers.
NUMBERED_ANEW = {"permit_durations", "search_terms", "street_blocks"}


@pytest.fixture
def backups(settings: LazySettings, tmp_path: Path) -> Address:
    address = Address(folder=tmp_path)
    settings.BACKUP_ADDRESS = address
    return address


@pytest.fixture
def city(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The city's server, with a record in every data set; each was loaded long ago."""
    monkeypatch.setattr(soda, "BREAKER", Breaker())
    with serving([record()]) as server:
        for name, values in ROWS.items():
            entry = DATASETS[name]
            server.others[entry.id] = [to_json(values, entry)]
        settings.SODA_BASE_URL = server.url
        for name in DATASETS:
            LoadFactory.create(dataset=name)
        yield


def _run(job: Job, minute: int) -> CronLog:
    slot = timezone.now() - dt.timedelta(minutes=minute)
    row = cron_log.run(job, scheduled_for=slot)
    assert row.status == CronLog.Status.SUCCESS, row.error_message
    return row


def _before(job: Job) -> Iterator[Job]:
    """What works on the record before it, in the order of the night."""
    for other in jobs.registry().values():
        if other == job:
            return
        if other.lock == jobs.RECORD:
            yield other


def _everything() -> Rows:
    """Every row of every table that is ours, by the table's name."""
    models = [
        model
        for app in ("ops", "permits", "knowledge")
        for model in apps.get_app_config(app).get_models()
    ]
    found: Rows = {}
    for model in models:
        if (table := model._meta.db_table) in LOGS:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT to_jsonb(t) FROM "{table}" t ORDER BY 1')
            rows = [json.loads(row) for (row,) in cursor.fetchall()]
        left_out = WHEN | ({"id"} if table in NUMBERED_ANEW else set())
        found[table] = [
            {name: value for name, value in row.items() if name not in left_out}
            for row in rows
        ]
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", jobs.registry())
def test_a_job_that_runs_twice_leaves_the_same_rows(
    name: str, city: None, backups: Address
) -> None:
    job = jobs.job(name)
    if name == "restore_check":
        _run(jobs.job("backup"), 100)
    if job.lock == jobs.RECORD and not name.startswith("ingest."):
        for number, earlier in enumerate(_before(job)):
            _run(earlier, 100 + number)
    first = _run(job, 2)
    rows = _everything()
    # As if no refresh was noted: what is made anew has to come out the same.
    Refresh.objects.all().delete()
    second = _run(job, 1)
    assert _everything() == rows
    if name.startswith("ingest."):
        assert (first.rows_read, first.rows_changed, second.rows_changed) == (1, 1, 0)
        assert rows[DATASETS[name.removeprefix("ingest.")].table]
    if name == "knowledge":
        assert (bool(first.rows_changed), second.rows_changed) == (True, 0)
        assert rows["knowledge_chunks"]
    if name == "refresh.entities":
        assert first.rows_changed
        assert rows["entities"]


def test_every_data_set_is_loaded_at_night() -> None:
    loaded = [job.arguments.get("dataset") for job in jobs.registry().values()]
    assert [name for name in loaded if name] == list(DATASETS)


def test_every_step_of_a_refresh_is_done_at_night_in_its_order() -> None:
    assert list(REFRESHES) == [step.name for step in STEPS]
    done = [job.arguments.get("step") for job in jobs.registry().values()]
    assert [name for name in done if name] == list(REFRESHES)
