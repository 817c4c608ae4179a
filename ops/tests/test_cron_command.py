import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from ops import jobs
from ops.jobs import Job
from ops.models import CronLog
from ops.tests.cron_jobs import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> dict[str, Job]:
    found = {job.name: job for job in (make("works"), make("fails"))}
    monkeypatch.setattr(jobs, "registry", lambda: found)
    return found


def _cron(*arguments: str) -> str:
    out = io.StringIO()
    call_command("cron", *arguments, stdout=out)
    return out.getvalue().strip()


def test_the_newest_slot_is_run_once() -> None:
    assert _cron("works").endswith("UTC: success.")
    assert _cron("works").endswith("was run before: success.")
    row = CronLog.objects.get()
    assert row.scheduled_for == jobs.job("works").schedule.latest(row.started_at)
    assert row.requested_by.startswith("manage.py (")


@pytest.mark.parametrize(
    "when", ["2026-06-01T03:30", "2026-06-01T10:30+00:00", "2026-06-01 03:30:00-07:00"]
)
def test_a_slot_can_be_named(when: str) -> None:
    _cron("works", "--scheduled-for", when)
    slot = CronLog.objects.get().scheduled_for
    assert slot == dt.datetime(2026, 6, 1, 10, 30, tzinfo=dt.UTC)


def test_now_is_a_run_of_its_own() -> None:
    _cron("works", "--scheduled-for", "now")
    _cron("works", "--scheduled-for", "now")
    assert CronLog.objects.count() == 2


def test_a_failure_is_an_error_and_can_be_run_again_by_hand() -> None:
    for attempt in range(1, 6):
        with pytest.raises(
            CommandError, match=r"failed\. ValueError: the disk is full"
        ):
            _cron("fails")
        assert CronLog.objects.get().attempt == attempt


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Name a job"),
        (["wroks"], "There is no job 'wroks'; there are works, fails."),
        (["works", "--scheduled-for", "soon"], "'soon' is not a time like"),
    ],
)
def test_a_wrong_command_says_what_is_right(arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        _cron(*arguments)


def test_list() -> None:
    _cron("works")
    lines = _cron("--list").splitlines()
    assert [line.split()[0] for line in lines] == ["job", "works", "fails"]
    assert "every day at 3:30" in lines[1]
    assert "success, 20" in lines[1]
    assert "not run yet" in lines[2]
