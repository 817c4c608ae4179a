import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from django.utils import timezone

from ops import cron_log, jobs, locks, messages, reconcile
from ops.jobs import Job
from ops.models import CronLog
from ops.schedule import EveryMinute
from ops.tests.cron_jobs import SLOT, make

Status = CronLog.Status
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
LONG_AGO = SLOT - 100 * DAY
Sent = list[tuple[list[str], dict[str, Any]]]


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> dict[str, Job]:
    """The table of jobs, empty at first; the log is old enough for every slot."""
    found: dict[str, Job] = {}
    monkeypatch.setattr(reconcile, "registry", lambda: found)
    monkeypatch.setattr(jobs, "registry", lambda: found)
    monkeypatch.setattr(reconcile, "installed_at", lambda: LONG_AGO)
    return found


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    found: Sent = []

    def send(task: str, args: list[str], **options: Any) -> None:
        assert task == "ops.tasks.run_job"
        found.append((args, options))

    monkeypatch.setattr(messages, "send", send)
    return found


def _ran(
    status: CronLog.Status, *, slot: dt.datetime = SLOT, attempt: int = 1
) -> CronLog:
    over = status != Status.RUNNING
    return CronLog.objects.create(
        job_name="nightly",
        status=status,
        scheduled_for=slot,
        started_at=slot,
        finished_at=slot if over else None,
        lease_token=None if over else "0" * 32,
        lease_until=slot + 10 * DAY,
        attempt=attempt,
        lock="nightly",
    )


MISSED, RETRIED = [SLOT], [SLOT]
DUE: list[tuple[str, Mapping[str, Any] | None, dt.timedelta, list[dt.datetime]]] = [
    ("never run", None, HOUR, MISSED),
    ("beat has it first", None, dt.timedelta(seconds=30), []),
    ("too old", None, 5 * HOUR, []),
    ("done", {"status": Status.SUCCESS}, HOUR, []),
    ("skipped", {"status": Status.SKIPPED}, HOUR, []),
    ("at work", {"status": Status.RUNNING}, HOUR, []),
    ("yesterday's done", {"status": Status.SUCCESS, "slot": SLOT - DAY}, HOUR, MISSED),
    (
        "yesterday's failed",
        {"status": Status.FAILED, "slot": SLOT - DAY, "attempt": 3},
        HOUR,
        MISSED,
    ),
    ("failed just now", {"status": Status.FAILED}, dt.timedelta(minutes=9), []),
    ("failed", {"status": Status.FAILED}, dt.timedelta(minutes=10), RETRIED),
    (
        "failed twice",
        {"status": Status.FAILED, "attempt": 2},
        dt.timedelta(minutes=19),
        [],
    ),
    ("failed too often", {"status": Status.FAILED, "attempt": 3}, HOUR, []),
    ("lost", {"status": Status.LOST}, dt.timedelta(seconds=1), RETRIED),
    ("lost too often", {"status": Status.LOST, "attempt": 3}, HOUR, []),
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "after", "slots"),
    [case[1:] for case in DUE],
    ids=[case[0] for case in DUE],
)
def test_what_is_due(
    row: Mapping[str, Any] | None,
    after: dt.timedelta,
    slots: list[dt.datetime],
    table: dict[str, Job],
) -> None:
    table["nightly"] = make(name="nightly", catch_up=4 * HOUR)
    if row:
        _ran(**row)
    assert [slot for _, slot in reconcile.due(SLOT + after)] == slots


@pytest.mark.django_db
def test_what_was_due_before_the_site_was_there_was_not_missed(
    table: dict[str, Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    table["nightly"] = make(name="nightly")
    monkeypatch.setattr(reconcile, "installed_at", lambda: SLOT + HOUR)
    assert reconcile.due(SLOT + 2 * HOUR) == []
    assert reconcile.due(SLOT + DAY + HOUR) == [(table["nightly"], SLOT + DAY)]


@pytest.mark.django_db
def test_a_missed_minute_is_let_go(table: dict[str, Job]) -> None:
    table["often"] = make(schedule=EveryMinute(), catch_up=None)
    assert reconcile.due(SLOT + HOUR) == []


@pytest.mark.django_db
def test_the_log_has_an_age(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert reconcile.installed_at() < timezone.now()


@pytest.mark.django_db
def test_reconcile_publishes_what_was_lost(table: dict[str, Job], sent: Sent) -> None:
    slot = timezone.now() - HOUR
    row = _ran(Status.RUNNING, slot=slot)
    CronLog.objects.filter(pk=row.pk).update(lease_until=slot)
    table["nightly"] = make(name="nightly", queue="ingest")
    done = cron_log.run(
        Job(
            name="reconcile",
            title="",
            schedule=EveryMinute(),
            function="ops.reconcile.reconcile",
            limit=HOUR,
        ),
        scheduled_for=SLOT,
    )
    assert done.status == Status.SUCCESS, done.error_message
    row.refresh_from_db()
    assert (row.status, done.rows_changed) == (Status.LOST, 1)
    ((args, options),) = sent
    assert args == ["nightly", slot.isoformat()]
    assert options["queue"] == "ingest"
    reconcile.run_published(*args)
    row.refresh_from_db()
    assert (row.status, row.attempt) == (Status.SUCCESS, 2)


def test_a_queue_that_is_gone_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def send(*_: Any, **__: Any) -> None:
        raise messages.NotSentError("redis://:secret@host")

    monkeypatch.setattr(messages, "send", send)
    with pytest.raises(reconcile.NotPublishedError, match=r"^nothing could not be"):
        reconcile.publish(make(), SLOT)


@pytest.mark.django_db
def test_a_message_that_comes_twice_has_one_effect(
    table: dict[str, Job], sent: Sent
) -> None:
    table["works"] = make("works")
    for _ in range(3):
        reconcile.run_published("works")
    assert CronLog.objects.get().attempt == 1


@pytest.mark.django_db
def test_who_waits_for_the_lock_begins_when_it_is_free(
    table: dict[str, Job], sent: Sent
) -> None:
    for name in ("one", "two", "three"):
        table[name] = make(name=name, lock="record", catch_up=2 * DAY)
    table["other"] = make(name="other", catch_up=2 * DAY)
    reconcile.run_published("one")
    assert [args[0] for args, _ in sent] == ["two"]
    # While another holds the lock, a message leaves no row and no error.
    locks.claim(table["two"], scheduled_for=SLOT)
    reconcile.run_published("three")
    assert not CronLog.objects.filter(job_name="three").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (SLOT, SLOT),
        (SLOT - dt.timedelta(seconds=3), SLOT),
        (SLOT - dt.timedelta(seconds=6), SLOT - DAY),
    ],
)
def test_a_clock_a_little_behind_finds_the_slot(
    now: dt.datetime, slot: dt.datetime
) -> None:
    assert reconcile.latest_slot(make(), now) == slot


@pytest.mark.django_db
def test_a_run_that_somebody_asks_for_names_them(
    table: dict[str, Job], sent: Sent
) -> None:
    table["nightly"] = make(name="nightly", attempts=1)
    _ran(Status.FAILED)
    reconcile.publish(table["nightly"], SLOT, by="ada", again=True)
    ((args, options),) = sent
    reconcile.run_published(*args, **options["kwargs"])
    row = CronLog.objects.get()
    assert (row.status, row.attempt, row.requested_by) == (Status.SUCCESS, 2, "ada")
