import datetime as dt
import json

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ops import jobs, reconcile, status
from ops.jobs import Job
from ops.models import CronLog
from ops.schedule import EveryMinute
from ops.status import DataAge
from ops.tests.cron_jobs import make

Status = CronLog.Status
pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
SECRET = "OperationalError: at db.secret"


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch) -> dict[str, Job]:
    """One job, due every minute and late after ten; nothing else, and no data."""
    often = make(name="often", schedule=EveryMinute(), silent_for=10 * MINUTE)
    found = {"often": often}
    monkeypatch.setattr(jobs, "registry", lambda: found)
    monkeypatch.setattr(status, "data_ages", list)
    _installed(100 * HOUR, monkeypatch)
    return found


def _installed(ago: dt.timedelta, monkeypatch: pytest.MonkeyPatch) -> None:
    at = timezone.now() - ago
    monkeypatch.setattr(reconcile, "installed_at", lambda: at)


def _ran(
    ago: dt.timedelta, ended: CronLog.Status = Status.SUCCESS, *, attempt: int = 1
) -> None:
    at = timezone.now() - ago
    running = ended == Status.RUNNING
    CronLog.objects.create(
        job_name="often",
        status=ended,
        scheduled_for=at,
        started_at=at,
        finished_at=None if running else at + dt.timedelta(seconds=90),
        error_message="" if ended in {Status.SUCCESS, Status.RUNNING} else SECRET,
        lease_token="0" * 32 if running else None,
        lease_until=at,
        attempt=attempt,
        lock="often",
    )


def _only() -> status.JobState:
    (state,) = status.report().jobs
    return state


@pytest.mark.parametrize(
    ("runs", "late"),
    [
        ([], True),
        ([(MINUTE, Status.SUCCESS)], False),
        ([(9 * MINUTE, Status.SUCCESS)], False),
        ([(12 * MINUTE, Status.SUCCESS)], True),
        ([(12 * MINUTE, Status.SUCCESS), (MINUTE, Status.FAILED)], True),
        ([(12 * MINUTE, Status.SUCCESS), (MINUTE, Status.LOST)], True),
        ([(5 * MINUTE, Status.SUCCESS), (MINUTE, Status.FAILED)], False),
        ([(12 * MINUTE, Status.SUCCESS), (MINUTE, Status.SKIPPED)], False),
        ([(12 * MINUTE, Status.SUCCESS), (11 * MINUTE, Status.RUNNING)], True),
    ],
)
def test_late(runs: list[tuple[dt.timedelta, CronLog.Status]], late: bool) -> None:
    for ago, ended in runs:
        _ran(ago, ended)
    assert (_only().late_since is not None) is late
    assert status.report().is_late is late


def test_nothing_is_late_just_after_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    _installed(5 * MINUTE, monkeypatch)
    assert status.report().sentence == "Nothing has run by itself yet."


@pytest.mark.parametrize(
    ("ended", "attempt", "badge", "note"),
    [
        (Status.SUCCESS, 1, "Done", ""),
        (Status.RUNNING, 1, "Running", ""),
        (Status.FAILED, 1, "Failed", "It is tried again."),
        (Status.FAILED, 3, "Failed", "It is tried again next time."),
        (Status.LOST, 2, "Cut off", "It is tried again."),
    ],
)
def test_how_the_last_run_ended(
    ended: CronLog.Status, attempt: int, badge: str, note: str
) -> None:
    _ran(MINUTE, ended, attempt=attempt)
    state = _only()
    assert (state.badge.label, state.note) == (badge, note)
    assert state.took == ("" if ended == Status.RUNNING else "90 seconds")


def _data(loaded: dt.timedelta | None, *, late: bool = False) -> DataAge:
    at = timezone.now() - loaded if loaded is not None else None
    return DataAge("p", "Permits", "city API", "https://city/p", at, at, late)


@pytest.mark.parametrize(
    ("late_job", "data", "sentence"),
    [
        (False, [], "Everything that runs by itself has run on time."),
        (True, [], "1 job is late."),
        (False, [_data(80 * HOUR, late=True)], "1 data set is late."),
        (True, [_data(80 * HOUR, late=True)] * 2, "1 job and 2 data sets are late."),
    ],
)
def test_the_sentence_says_what_is_late(
    late_job: bool,
    data: list[DataAge],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(status, "data_ages", lambda: data)
    _ran(HOUR if late_job else MINUTE)
    assert status.report().sentence == sentence


def test_page_and_json_agree_and_tell_no_secret(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    data = [_data(80 * HOUR, late=True), _data(None)]
    monkeypatch.setattr(status, "data_ages", lambda: data)
    _ran(12 * MINUTE)
    _ran(MINUTE, Status.FAILED)
    with django_assert_max_num_queries(6):
        page = client.get("/status/")
    text = page.content.decode()
    found = json.loads(client.get("/status.json").content)
    assert page.status_code == 200
    assert found["summary"] in text
    assert found["late"] == ["often", "p"]
    (job,) = found["jobs"]
    assert (job["job_name"], job["status"], job["attempt"]) == ("often", "failed", 1)
    assert job["late_since"] is not None
    assert found["data"][1]["loaded_at"] is None
    assert "What is late" in text
    assert "not loaded" in text
    assert "secret" not in text + json.dumps(found)


def test_only_reading(client: Client) -> None:
    assert client.post("/status/").status_code == 405
