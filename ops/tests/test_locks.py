import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from ops import cron_log, jobs, locks
from ops.models import CronLog
from ops.tests.cron_jobs import SLOT, database_url, make
from ops.tests.servers import wait_until

Status = CronLog.Status
database = pytest.mark.django_db(transaction=True)


def _expire(row: CronLog) -> None:
    gone = timezone.now() - dt.timedelta(seconds=1)
    CronLog.objects.filter(pk=row.pk).update(lease_until=gone)


def _claim_in_a_thread(name: str, start: threading.Barrier) -> str:
    start.wait()
    try:
        locks.claim(make(name=name, lock="both"), scheduled_for=SLOT)
    except locks.NotClaimedError as error:
        return type(error).__name__
    finally:
        connection.close()
    return "claimed"


@database
@pytest.mark.parametrize(
    ("names", "others"),
    [(["one"] * 8, "NotClaimedError"), (["one", "two", "three"], "BusyError")],
    ids=["one slot", "one lock"],
)
def test_of_all_that_claim_at_once_one_runs(names: list[str], others: str) -> None:
    start = threading.Barrier(len(names))
    with ThreadPoolExecutor(len(names)) as pool:
        outcomes = pool.map(lambda name: _claim_in_a_thread(name, start), names)
        assert Counter(outcomes) == {"claimed": 1, others: len(names) - 1}
    assert CronLog.objects.count() == 1


@database
def test_of_all_that_retry_at_once_one_runs() -> None:
    row = locks.claim(make(name="one", lock="both"), scheduled_for=SLOT)
    _expire(row)
    start = threading.Barrier(6)
    with ThreadPoolExecutor(6) as pool:
        outcomes = Counter(
            pool.map(lambda _: _claim_in_a_thread("one", start), range(6))
        )
    assert outcomes["claimed"] == 1
    assert CronLog.objects.get().attempt == 2


@pytest.mark.django_db
def test_a_lost_run_is_tried_until_its_attempts_are_used_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = make(attempts=3)
    monkeypatch.setattr(jobs, "registry", lambda: {job.name: job})
    for attempt in (1, 2, 3):
        row = locks.claim(job, scheduled_for=SLOT)
        assert (row.status, row.attempt) == (Status.RUNNING, attempt)
        _expire(row)
    with pytest.raises(locks.NotClaimedError, match="failed"):
        locks.claim(job, scheduled_for=SLOT)
    row = CronLog.objects.get()
    assert row.status == Status.FAILED
    assert "ended before it was done. It was the last attempt." in row.error_message
    assert [line.split(". ")[0] for line in row.log.splitlines()] == [
        "Attempt 1 ended: lost",
        "Attempt 2 ended: lost",
    ]
    again = locks.claim(job, scheduled_for=SLOT, again=True)
    assert again.attempt == 4


@pytest.mark.django_db
def test_a_lock_is_free_once_its_holder_is_lost() -> None:
    holder = locks.claim(make(name="one", lock="both"), scheduled_for=SLOT)
    with pytest.raises(locks.BusyError, match="two waits: one of 2026-06-01 10:30"):
        locks.claim(make(name="two", lock="both"), scheduled_for=SLOT)
    assert CronLog.objects.count() == 1
    _expire(holder)
    locks.claim(make(name="two", lock="both"), scheduled_for=SLOT)
    holder.refresh_from_db()
    assert holder.status == Status.LOST


@pytest.mark.django_db
def test_who_lost_its_row_cannot_write_its_end() -> None:
    job = make()
    gone = locks.claim(job, scheduled_for=SLOT)
    _expire(gone)
    new = locks.claim(job, scheduled_for=SLOT)
    ended = locks.release(gone, status=Status.SUCCESS, error="", lines=["gone"])
    assert not ended
    new.refresh_from_db()
    assert (new.status, new.attempt, "gone" in new.log) == (Status.RUNNING, 2, False)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "RENEWAL", 0.05)


@database
def test_a_lease_is_renewed_and_the_log_written_while_the_work_goes_on(
    quick: None,
) -> None:
    row = locks.claim(make(), scheduled_for=SLOT)
    _expire(row)
    with locks.Lease(row, dt.timedelta(minutes=1)) as lease:
        lease.lines.append("half done")
        assert wait_until(
            lambda: "half done" in CronLog.objects.values_list("log", flat=True)[0], 2
        )
    row.refresh_from_db()
    assert row.lease_until is not None
    assert row.lease_until > timezone.now() + dt.timedelta(seconds=50)


LONG = dt.timedelta(minutes=1)
AT_ONCE = dt.timedelta(seconds=0.05)


@database
@pytest.mark.parametrize("function", ["sleeps", "waits_for_the_database"])
def test_a_run_past_its_limit_is_stopped(function: str) -> None:
    started = time.monotonic()
    row = cron_log.run(make(function, limit=AT_ONCE), scheduled_for=SLOT)
    assert time.monotonic() - started < 2
    assert row.status == Status.FAILED
    assert row.error_message.startswith("It was stopped at its limit of 0:00:00.05")


@database
def test_a_cancelled_run_stops_and_stays_cancelled(quick: None) -> None:
    def cancel() -> None:
        assert wait_until(CronLog.objects.exists, 2)
        cron_log.cancel(CronLog.objects.get(), by="ada")
        connection.close()

    thread = threading.Thread(target=cancel)
    thread.start()
    row = cron_log.run(make("sleeps", limit=LONG), scheduled_for=SLOT)
    thread.join()
    assert (row.status, row.error_message) == (Status.SKIPPED, "Cancelled by hand.")
    assert "Cancelled by ada." in row.log
    assert not cron_log.cancel(row, by="ada")


@database
def test_the_signal_is_left_as_it_was(quick: None) -> None:
    before = signal.getsignal(signal.SIGALRM)
    cron_log.run(make(), scheduled_for=SLOT)
    assert signal.getsignal(signal.SIGALRM) is before


@database
@pytest.mark.processes
def test_a_killed_run_is_lost_and_the_next_ends_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "ops.tests.cron_jobs"],
        env=os.environ | {"DATABASE_URL": database_url()},
        stdout=subprocess.PIPE,
    )
    assert wait_until(CronLog.objects.filter(status=Status.RUNNING).exists, 20)
    process.kill()
    process.communicate()
    assert locks.mark_lost() == 0, "its lease still runs"
    _expire(CronLog.objects.get())
    assert locks.mark_lost() == 1
    row = cron_log.run(make("nothing", name="sleeps"), scheduled_for=SLOT)
    assert (row.status, row.attempt) == (Status.SUCCESS, 2)
