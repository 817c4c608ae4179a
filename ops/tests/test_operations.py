import datetime as dt
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from ops import operations, reconcile
from ops.models import CronLog, Feedback
from ops.operations import Cell, Panel
from ops.tests.test_groups import member

Status = CronLog.Status
pytestmark = pytest.mark.django_db
PAGE = "/admin/operations/"
SLOT = dt.datetime(2026, 6, 1, 10, 30, tzinfo=dt.UTC)


@pytest.fixture
def operator(client: Client) -> User:
    user = member("operator")
    client.force_login(user)
    return user


class Queue:
    """What was published, in place of a broker."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dt.datetime, str, bool]] = []
        self.works = True

    def publish(
        self, job: Any, slot: dt.datetime, *, by: str = "", again: bool = False
    ) -> None:
        if not self.works:
            raise reconcile.NotPublishedError
        self.sent.append((job.name, slot, by, again))


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    found = Queue()
    monkeypatch.setattr(reconcile, "publish", found.publish)
    return found


def _run(status: CronLog.Status, name: str = "purge") -> CronLog:
    running = status == Status.RUNNING
    return CronLog.objects.create(
        job_name=name,
        status=status,
        scheduled_for=SLOT,
        started_at=SLOT,
        finished_at=None if running else SLOT,
        lease_token="0" * 32 if running else None,
        lease_until=timezone.now() + dt.timedelta(minutes=1),
        error_message="ValueError: the disk <is> full" if not running else "",
        lock=name,
    )


def _said(client: Client) -> str:
    return client.get(PAGE).content.decode()


def test_the_page_tells_of_jobs_health_and_what_apps_add(
    client: Client, operator: User, queue: Queue
) -> None:
    _run(Status.FAILED)
    _run(Status.RUNNING, "heartbeat")
    page = _said(client)
    for words in (
        *("purge", "the disk &lt;is&gt; full", "Run now", "Retry", "Cancel"),
        *("database", "queue default", "The last day", "not recorded"),
        *("New feedback", "Loads with rejected rows", "No load has rejected a row."),
    ):
        assert words in page, words


def test_a_viewer_sees_and_cannot_do(client: Client, queue: Queue) -> None:
    client.force_login(member("viewer"))
    row = _run(Status.FAILED)
    page = _said(client)
    assert "Run now" not in page
    assert "the disk" in page
    for address in ("run/purge", f"retry/{row.pk}", f"cancel/{row.pk}"):
        assert client.post(f"{PAGE}{address}/").status_code == 403
    assert queue.sent == []
    assert not LogEntry.objects.exists()


def test_a_run_is_asked_for_and_noted(
    client: Client, operator: User, queue: Queue
) -> None:
    response = client.post(f"{PAGE}run/purge/", follow=True)
    assert "Asked for: Remove old rows" in response.content.decode()
    ((name, slot, by, again),) = queue.sent
    assert (name, by, again) == ("purge", "operator", False)
    assert abs(timezone.now() - slot) < dt.timedelta(minutes=1)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.change_message) == (operator, "Asked for a run now.")
    assert "Remove old rows" in entry.object_repr


@pytest.mark.parametrize(
    ("status", "asked"),
    [
        (Status.FAILED, True),
        (Status.LOST, True),
        (Status.SKIPPED, True),
        (Status.SUCCESS, False),
        (Status.RUNNING, False),
    ],
)
def test_what_ended_badly_is_tried_again(
    client: Client, operator: User, queue: Queue, status: CronLog.Status, asked: bool
) -> None:
    row = _run(status)
    response = client.post(f"{PAGE}retry/{row.pk}/", follow=True)
    assert queue.sent == ([("purge", SLOT, "operator", True)] if asked else [])
    said = "Asked for another attempt" if asked else f"is {status}"
    assert said in response.content.decode()
    assert LogEntry.objects.count() == int(asked)


def test_what_runs_is_cancelled_once(
    client: Client, operator: User, queue: Queue
) -> None:
    row = _run(Status.RUNNING)
    first = client.post(f"{PAGE}cancel/{row.pk}/", follow=True).content.decode()
    again = client.post(f"{PAGE}cancel/{row.pk}/", follow=True).content.decode()
    row.refresh_from_db()
    assert row.status == Status.SKIPPED
    assert "Cancelled by operator" in row.log
    assert "Cancelled: purge" in first
    assert "was over before" in again
    assert LogEntry.objects.get().object_id == str(row.pk)


def test_without_a_queue_nothing_is_noted(
    client: Client, operator: User, queue: Queue
) -> None:
    queue.works = False
    row = _run(Status.FAILED)
    for address in ("run/purge", f"retry/{row.pk}"):
        response = client.post(f"{PAGE}{address}/", follow=True)
        assert "The queue does not answer" in response.content.decode()
    assert not LogEntry.objects.exists()


def test_buttons_are_sent_and_not_followed(
    client: Client, operator: User, queue: Queue
) -> None:
    row = _run(Status.FAILED)
    for address in ("run/purge", f"retry/{row.pk}", f"cancel/{row.pk}"):
        assert client.get(f"{PAGE}{address}/").status_code == 405
    assert client.post(f"{PAGE}run/none/").status_code == 404
    assert client.post(f"{PAGE}retry/0/").status_code == 404
    assert queue.sent == []


def test_a_button_of_another_site_does_nothing(operator: User, queue: Queue) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(operator)
    assert strict.post(f"{PAGE}run/purge/").status_code == 403
    assert queue.sent == []


def test_an_app_adds_a_panel(
    client: Client, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "_panels", {})
    for name, permission in (("a", "ops.view_cronlog"), ("b", "auth.view_user")):
        operations.register_panel(
            Panel(
                name=name,
                title=f"Plans {name}",
                columns=("Plan",),
                rows=lambda: [[Cell("<b>one</b>", "/plans/1/")]],
                none="None.",
                permission=permission,
            )
        )
    page = _said(client)
    assert '<a href="/plans/1/">&lt;b&gt;one&lt;/b&gt;</a>' in page
    assert "Plans b" not in page


def test_new_feedback_is_shown(client: Client, operator: User) -> None:
    for number, status in enumerate(("new", "spam")):
        Feedback.objects.create(
            form_id=f"{number:032}",
            kind="idea",
            text=f"an idea that is {status}",
            page="/permits/1/",
            status=status,
            received_at=SLOT,
        )
    page = _said(client)
    assert "an idea that is new" in page
    assert "an idea that is spam" not in page
    assert 'href="/permits/1/"' in page
