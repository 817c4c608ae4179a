import datetime as dt
import logging

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ops import cron_log, jobs, locks
from ops.jobs import MINUTES
from ops.models import CronLog
from ops.tests.cron_jobs import SLOT, make

Status = CronLog.Status
GUIDE = """
SELECT job_name, status, started_at, finished_at, error_message
FROM cron_log
ORDER BY started_at DESC
LIMIT 20
"""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("function", "status", "error"),
    [
        ("nothing", Status.SUCCESS, ""),
        ("fails", Status.FAILED, "ValueError: the disk is full"),
        ("has_nothing_to_do", Status.SKIPPED, "Nothing is loaded."),
    ],
)
def test_the_end_is_written_down(function: str, status: str, error: str) -> None:
    before = timezone.now()
    row = cron_log.run(make(function), scheduled_for=SLOT, by="ada")
    assert (row.status, row.error_message) == (status, error)
    assert row.finished_at is not None
    assert before <= row.started_at <= row.finished_at <= timezone.now()
    assert (row.attempt, row.requested_by, row.lease_token) == (1, "ada", None)
    assert row.host


@pytest.mark.django_db
def test_the_guides_query_works_as_written() -> None:
    cron_log.run(make("nothing"), scheduled_for=SLOT)
    cron_log.run(make("fails"), scheduled_for=SLOT)
    with connection.cursor() as cursor:
        cursor.execute(GUIDE)
        found = [(name, status, error) for name, status, *_, error in cursor.fetchall()]
    assert found == [
        ("fails", "failed", "ValueError: the disk is full"),
        ("nothing", "success", ""),
    ]


@pytest.mark.django_db
def test_progress_and_figures(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    row = cron_log.run(make("works"), scheduled_for=SLOT)
    assert (row.rows_read, row.rows_changed) == (3_000, 7)
    said = [line[20:] for line in row.log.splitlines()]
    assert said == ["Reading: 1,000", "Half done"], "progress is kept now and then"
    assert "works: Half done" in caplog.messages


@pytest.mark.django_db
def test_arguments_reach_the_function() -> None:
    job = make("says_hello", arguments={"to": "world"})
    assert cron_log.run(job, scheduled_for=SLOT).log.endswith("hello world")


@pytest.mark.django_db
def test_the_log_keeps_where_it_failed(caplog: pytest.LogCaptureFixture) -> None:
    row = cron_log.run(make("fails"), scheduled_for=SLOT)
    assert "cron_jobs.py" in row.log
    assert "fails of 2026-06-01 10:30 UTC failed." in caplog.messages


@pytest.mark.django_db
def test_a_slot_runs_once() -> None:
    cron_log.run(make("works"), scheduled_for=SLOT)
    with pytest.raises(locks.NotClaimedError, match="was run before: success"):
        cron_log.run(make("works"), scheduled_for=SLOT, again=True)
    assert CronLog.objects.count() == 1


@pytest.mark.django_db
def test_a_failed_slot_is_run_again_in_its_row() -> None:
    cron_log.run(make("fails", name="same"), scheduled_for=SLOT)
    row = cron_log.run(make("nothing", name="same"), scheduled_for=SLOT)
    assert (row.status, row.attempt, row.error_message) == (Status.SUCCESS, 2, "")
    assert "Attempt 1 ended: failed. ValueError: the disk is full" in row.log


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("breaks_its_connection", "OperationalError"),
        ("leaves_a_statement_wrong", "DataError: division by zero"),
    ],
)
def test_the_end_is_written_whatever_the_connection_is_like(
    function: str, said: str
) -> None:
    row = cron_log.run(make(function), scheduled_for=SLOT)
    assert row.status == Status.FAILED
    assert row.error_message.startswith(said)


@pytest.mark.django_db
def test_ctrl_c_ends_the_row_and_the_command() -> None:
    with pytest.raises(KeyboardInterrupt):
        cron_log.run(make("is_ended_by_hand"), scheduled_for=SLOT)
    row = CronLog.objects.get()
    assert (row.status, row.error_message) == (
        Status.FAILED,
        "KeyboardInterrupt: stopped by hand.",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"status": Status.SUCCESS, "finished_at": None},
        {"status": Status.RUNNING, "finished_at": SLOT},
        {"status": Status.RUNNING, "finished_at": None},
        {"status": "done", "finished_at": SLOT},
    ],
)
def test_the_database_refuses_a_row_that_cannot_be(wrong: dict[str, object]) -> None:
    row = CronLog(job_name="x", scheduled_for=SLOT, started_at=SLOT, lock="x", **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def _ran(name: str, *, days: float, status: CronLog.Status = Status.SUCCESS) -> CronLog:
    at = timezone.now() - dt.timedelta(days=days)
    return CronLog.objects.create(
        job_name=name,
        status=status,
        scheduled_for=at,
        started_at=at,
        finished_at=at,
        lock=name,
    )


@pytest.mark.django_db
def test_last_runs(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    good, bad = _ran("one", days=2), _ran("one", days=1, status=Status.FAILED)
    two = _ran("two", days=3, status=Status.SKIPPED)
    with django_assert_num_queries(2):
        assert cron_log.last_runs() == {"one": bad, "two": two}
        assert cron_log.last_good_runs() == {"one": good, "two": two}


@pytest.mark.django_db
def test_old_rows_go(monkeypatch: pytest.MonkeyPatch) -> None:
    often = make(name="often", keep=5 * MINUTES)
    monkeypatch.setattr(jobs, "registry", lambda: {"often": often})
    kept = [
        _ran("often", days=0.001),
        _ran("often", days=80, status=Status.FAILED),
        _ran("gone", days=80),
    ]
    _ran("often", days=0.01)
    _ran("often", days=91, status=Status.LOST)
    _ran("gone", days=91)
    purge = cron_log.run(make("nothing", name="purge"), scheduled_for=SLOT)
    lease = locks.Lease(purge, dt.timedelta(1))
    cron_log.purge(run := cron_log.Run(purge, lease))
    assert run.rows_changed == 3
    assert set(CronLog.objects.exclude(pk=purge.pk)) == set(kept)


@pytest.mark.django_db
def test_sessions_that_expired_are_removed() -> None:
    for name, days in (("gone", -1), ("kept", 1)):
        ends = timezone.now() + dt.timedelta(days=days)
        Session.objects.create(session_key=name, session_data="", expire_date=ends)
    row = cron_log.run(make("nothing", name="purge"), scheduled_for=SLOT)
    cron_log.purge(cron_log.Run(row, locks.Lease(row, dt.timedelta(1))))
    assert Session.objects.get().session_key == "kept"


@pytest.mark.django_db
def test_what_runs_every_minute_leaves_few_rows_and_no_lines(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    _ran("nothing", days=0.01)
    cron_log.run(make("nothing", keep=5 * MINUTES), scheduled_for=SLOT)
    assert CronLog.objects.count() == 1
    assert caplog.messages == []
