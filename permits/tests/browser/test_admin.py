"""The admin as the staff sees it: the policy of its content holds, axe has no say."""

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from ops import cron_log, reconcile
from ops.jobs import Job
from ops.models import CronLog, Feedback, Sample
from permits.tests.pages.story import KITCHEN

if TYPE_CHECKING:
    from permits.tests.browser.conftest import Site

pytestmark = pytest.mark.browser
SERIOUS = {"serious", "critical"}
PASSWORD = "seven dark horses"


@pytest.fixture(autouse=True)
def _quick(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed as fast as can be; a published run is done at once."""
    settings.PASSWORD_HASHERS = [  # type: ignore[attr-defined]
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]

    def publish(
        job: Job, slot: dt.datetime, *, by: str = "", again: bool = False
    ) -> None:
        cron_log.run(job, scheduled_for=slot, by=by, again=again)

    monkeypatch.setattr(reconcile, "publish", publish)


def _staff(group: str) -> None:
    user = User.objects.create_user("kim", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=group))


def _log_in(page: Page) -> None:
    page.goto("/admin/operations/")
    page.get_by_label("Username").fill("kim")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Operations")).to_be_visible()


def _figures() -> None:
    """A day of samples, and a run that failed."""
    now = timezone.now().replace(second=0, microsecond=0)
    Sample.objects.bulk_create(
        Sample(
            at=now - dt.timedelta(minutes=5 * ago),
            pool_max=80,
            pool_in_use=(7 * ago) % 40,
            pool_waiting=ago % 3,
            pool_refused=0,
            cache_hits=100_000 - 300 * ago,
            cache_misses=50_000 - (ago * ago) % 900 - 100 * ago,
            limited={"pages": 300 - ago, "export": 9},
            queued=(3 * ago) % 11,
        )
        for ago in range(280)
    )
    CronLog.objects.create(
        job_name="ingest.permits",
        status="failed",
        scheduled_for=now,
        started_at=now,
        finished_at=now,
        error_message="SodaError: data.sfgov.org did not answer in 30 s.",
        attempt=2,
        lock="record",
    )
    Feedback.objects.create(
        form_id="0" * 32,
        kind="wrong_fact",
        text="The parcel of this permit was split in 2019.",
        page=f"/permits/{KITCHEN}/",
        received_at=now,
    )


def _violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    return [
        (each["id"], each["nodes"][0]["html"][:200])
        for each in found
        if each["impact"] in SERIOUS
    ]


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 320), ("dark", 360), ("light", 1280)]
)
def test_operations(site: "Site", scheme: str, width: int) -> None:
    _staff("operator")
    _figures()
    page = site.page(width=width, scheme=scheme)
    _log_in(page)
    page.get_by_text("The same by the hour").click()
    assert page.get_by_text("SodaError").is_visible()
    assert _violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_job_is_run_and_noted(site: "Site") -> None:
    _staff("operator")
    page = site.page(width=360)
    _log_in(page)
    page.get_by_role("button", name="Run now: purge", exact=True).click()
    expect(page.get_by_text("Asked for: Remove old rows")).to_be_visible()
    expect(page.get_by_text("asked for by kim")).to_be_visible()
    assert CronLog.objects.get(job_name="purge").status == "success"
    page.goto("/admin/admin/logentry/")
    expect(page.get_by_text("Asked for a run now.")).to_be_visible()


def test_no_script_is_needed_to_run_a_job(site: "Site") -> None:
    _staff("operator")
    page = site.page(script=False)
    _log_in(page)
    page.get_by_role("button", name="Run now: purge", exact=True).click()
    expect(page.get_by_text("asked for by kim")).to_be_visible()


def test_the_policy_holds_all_over_the_admin(site: "Site") -> None:
    """`site` fails on whatever the browser refuses or says in its console."""
    User.objects.create_superuser("kim", password=PASSWORD)
    _figures()
    page = site.page()
    _log_in(page)
    feedback = Feedback.objects.get()
    user = User.objects.get()
    for path in (
        "/admin/",
        "/admin/permits/permit/?q=2024",
        reverse("admin:permits_permit_change", args=[KITCHEN]),
        reverse("admin:ops_feedback_change", args=[feedback.pk]),
        reverse("admin:ops_feedback_delete", args=[feedback.pk]),
        "/admin/auth/user/add/",
        reverse("admin:auth_user_change", args=[user.pk]),
        reverse("admin:auth_user_password_change", args=[user.pk]),
        "/admin/ops/feedback/",
        "/admin/permits/load/",
        "/admin/password_change/",
    ):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
    page.goto("/admin/ops/feedback/")
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option(label="Delete selected feedback")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_text("Are you sure")).to_be_visible()


def test_what_was_told_is_dealt_with(site: "Site") -> None:
    _staff("editor")
    visitor = site.page(width=360, script=False)
    visitor.goto(f"/permits/{KITCHEN}/")
    visitor.get_by_role("link", name="Tell us").click()
    visitor.get_by_label("Something shown here is wrong").check()
    visitor.get_by_label("What do you want to tell us?").fill("It was finaled.")
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("heading", name="Thank you")).to_be_visible()
    assert visitor.context.cookies() == []
    visitor.get_by_role("link", name="Back to the page").click()
    expect(visitor).to_have_url(f"{site.address}/permits/{KITCHEN}/")
    page = site.page()
    _log_in(page)
    page.get_by_role("link", name="It was finaled.").click()
    expect(page.get_by_role("link", name=f"/permits/{KITCHEN}/")).to_be_visible()
    page.get_by_label("Status").select_option("done")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".success")).to_be_visible()
    assert Feedback.objects.get().status == "done"
