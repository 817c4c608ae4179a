"""The journey of a plan set: upload, watch, open a finding, compare, delete."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection
from playwright.sync_api import Page, expect

from analysis import run_job
from analysis.jobs import queue
from analysis.models import PlanFinding, PlanJob
from analysis.tests.plans import makers
from permits.tests.browser.conftest import Site
from permits.tests.browser.test_access import SERIOUS, TOO_SMALL

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("plans in a browser")]
REAL = settings.SHARED_DIR / "plans" / "farmhouse_25sheet_ccbysa_deflate.pdf"
UNFOLDED = "document.querySelectorAll('details').forEach(d => d.open = true)"


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    found: list[UUID] = []
    monkeypatch.setattr(queue, "publish", found.append)
    return found


@contextmanager
def at_work(job: PlanJob) -> Iterator[None]:
    """The check runs beside what the block does, and is over after it."""

    def work() -> None:
        try:
            run_job.run(job.pk)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        thread.join()


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Path]:
    def make(name: str = "small set.pdf", **more: object) -> Path:
        path = tmp_path / name
        path.write_bytes(makers.pdf(3, **more))  # type: ignore[arg-type]
        return path

    return make


def send(page: Page, path: Path, address: str = "/plans/") -> PlanJob:
    page.goto(address)
    page.get_by_label("Plan set, as one PDF").set_input_files(path)
    page.get_by_role("button", name="Check the plan set").click()
    page.wait_for_url("**/plans/*-*/")
    return PlanJob.objects.order_by("-created_at")[0]


def checked(page: Page, path: Path, address: str = "/plans/") -> PlanJob:
    """Upload it, and have the page turn into the report by itself."""
    job = send(page, path, address)
    with at_work(job):
        heading = page.get_by_role("heading", level=1, name="send it back").or_(
            page.get_by_role("heading", level=1, name="sent back")
        )
        expect(heading).to_be_visible(timeout=90_000)
    return job


def test_upload_watch_open_compare_share_and_delete(
    site: Site, small: Callable[..., Path], kept: Path
) -> None:
    page = site.page()
    first = checked(page, small(small=[2]))
    expect(page.locator("h1")).to_contain_text("Would be sent back")
    page.locator("#EPR-005 .chip").first.click()
    expect(page.locator("h1")).to_contain_text("Sheet 2")
    expect(page.locator(".sheet-side .is-chosen")).to_be_visible()
    picture = page.locator(".sheet-canvas img")
    assert picture.evaluate("i => i.complete && i.naturalWidth > 500")

    page.goto(f"/plans/{first.pk}/")
    page.get_by_role("link", name="Check a corrected set").click()
    second = checked(page, small("corrected.pdf"), page.url)
    assert second.compared_with == first
    page.get_by_role("link", name="Compare with an earlier upload").click()
    expect(page.locator("h1")).to_contain_text("fixed")
    expect(page.get_by_role("region", name="Fixed")).to_contain_text("EPR-005")

    page.goto(f"/plans/{second.pk}/")
    page.get_by_role("button", name="Make a link").click()
    link = page.locator(".plan-link a").get_attribute("href")
    assert link
    other = site.page()
    other.goto(link)
    expect(other.locator("h1")).to_be_visible()
    expect(other.get_by_role("button", name="Delete")).to_have_count(0)

    page.get_by_role("button", name="Delete the file and this report now").click()
    expect(page.locator("h1")).to_have_text("It is gone")
    assert not (kept / second.storage_name).exists()
    other.reload()
    expect(other.locator("h1")).to_have_text("There is no plan check here")


def test_without_javascript_it_all_works(
    site: Site, small: Callable[..., Path]
) -> None:
    page = site.page(script=False)
    job = send(page, small(small=[2]))
    expect(page.get_by_text("It is next.")).to_be_visible()
    run_job.run(job.pk)
    page.get_by_role("link", name="Refresh this page").click()
    page.get_by_label("Verdict").select_option("fail")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".plan-rule")).not_to_have_count(0)
    page.locator("#EPR-005 .chip").first.click()
    page.get_by_role("link", name=re.compile("^4")).click()
    expect(page.locator(".sheet-canvas")).to_have_attribute("data-zoom", "4")
    page.get_by_role("link", name="Previous").click()
    expect(page.locator("h1")).to_contain_text("Sheet 1")


def test_a_refusal_is_said_in_the_page(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "drawing.pdf"
    path.write_bytes(b"PK\x03\x04" + b"x" * 3000)
    page = site.page()
    page.goto("/plans/")
    page.get_by_label("Address of the project").fill("1 Main St")
    page.get_by_label("Plan set, as one PDF").set_input_files(path)
    page.get_by_role("button", name="Check the plan set").click()
    expect(page.get_by_role("alert")).to_contain_text("it looks like a ZIP archive")
    expect(page.get_by_label("Address of the project")).to_have_value("1 Main St")
    expect(page.get_by_role("button", name="Check the plan set")).to_be_enabled()
    site.problems[:] = [one for one in site.problems if "415" not in one]


def test_a_sheet_is_zoomed_and_moved_by_keys(
    site: Site, small: Callable[..., Path]
) -> None:
    page = site.page()
    job = checked(page, small(small=[2]))
    box = {"sheet": 2, "box": [600, 400, 760, 560]}
    PlanFinding.objects.filter(job=job, rule="EPR-005").update(places=[box])
    one = PlanFinding.objects.get(job=job, rule="EPR-005")
    page.goto(f"/plans/{job.pk}/sheets/2/?finding={one.number}")
    view = page.get_by_role("region", name="Picture of sheet 2")
    mark = page.locator("rect.is-chosen")
    outer, inner = view.bounding_box(), mark.bounding_box()
    assert outer
    assert inner
    assert abs((inner["x"] - outer["x"]) / outer["width"] - 600 / 1224) < 0.01
    view.focus()
    for key in "++":
        page.keyboard.press(key)
    expect(page.locator(".sheet-canvas")).to_have_attribute("data-zoom", "4")
    expect(page.get_by_role("link", name=re.compile("^4"))).to_have_attribute(
        "aria-current", "true"
    )
    # What was pointed out stays in sight.
    expect(mark).to_be_in_viewport()
    before = view.evaluate("v => v.scrollLeft")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(
        "([v, x]) => v.scrollLeft < x", arg=[view.element_handle(), before]
    )
    # As it is where the page comes with a zoom.
    page.goto(f"{page.url}&zoom=8")
    expect(mark).to_be_in_viewport()
    page.get_by_role("region", name="Picture of sheet 2").focus()
    page.keyboard.press("0")
    expect(page.locator(".sheet-canvas")).to_have_attribute("data-zoom", "1")


@pytest.fixture
def pages(site: Site, small: Callable[..., Path]) -> dict[str, str]:
    """Addresses of every kind of page there is."""
    first, second = (
        send(site.page(), small(name, small=some))
        for name, some in (("one.pdf", [2]), ("two.pdf", [3]))
    )
    run_job.run(first.pk)
    run_job.run(second.pk)
    PlanJob.objects.filter(pk=second.pk).update(compared_with=first)
    running = makers.job(
        status="running", stage="sheets", pages_total=25, pages_done=7, attempts=1
    )
    failed = makers.over(
        status="failed", error="The file is damaged.", pages_total=None
    )
    return {
        "form": "/plans/",
        "corrected": f"/plans/?after={first.pk}",
        "running": f"/plans/{running.pk}/",
        "failed": f"/plans/{failed.pk}/",
        "report": f"/plans/{first.pk}/",
        "by sheet": f"/plans/{first.pk}/?by=sheet",
        "sheet": f"/plans/{first.pk}/sheets/2/?finding=5",
        "compare": f"/plans/{second.pk}/compare/",
        "deleted": "/plans/deleted/",
        "nothing": f"/plans/{UUID(int=1)}/",
    }


def test_axe_finds_nothing_serious(site: Site, pages: dict[str, str]) -> None:
    found = []
    for scheme, width in (
        ("light", 1280),
        ("dark", 1280),
        ("light", 360),
        ("dark", 360),
    ):
        page = site.page(width=width, scheme=scheme)
        for name, url in pages.items():
            page.goto(url)
            page.evaluate(UNFOLDED)
            found += [
                (name, scheme, violation["id"], violation["nodes"][0]["html"][:200])
                for violation in Axe().run(page).response["violations"]
                if violation["impact"] in SERIOUS
            ]
    assert found == []


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_scrolls_sideways_and_targets_are_large(
    site: Site, pages: dict[str, str], width: int
) -> None:
    page = site.page(width=width)
    for name, url in pages.items():
        page.goto(url)
        page.evaluate(UNFOLDED)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        small = [html for html in page.evaluate(TOO_SMALL) if "skip" not in html]
        assert small == [], name


def test_the_real_set(site: Site) -> None:
    if not REAL.exists():
        pytest.skip(f"{REAL.name} is looked for in {REAL.parent} and is not there.")
    page = site.page()
    job = send(page, REAL)
    with at_work(job):
        expect(page.get_by_text("of 25 sheets read")).to_be_visible(timeout=30_000)
        expect(page.locator(".thumbs img").first).to_be_visible(timeout=30_000)
        page.reload()
        expect(page.locator("h1")).to_contain_text(" back", timeout=120_000)
    expect(page.locator(".plan-sheets tbody tr")).to_have_count(25)
    page.locator(".plan-rule .chip").first.click()
    expect(page.locator(".sheet-side .is-chosen")).to_be_visible()
