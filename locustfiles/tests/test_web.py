"""Locust's page with our fields, as somebody starts and uses it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from locustfiles import mixes, run
from locustfiles.shapes import SHAPES
from locustfiles.tests.small_site import small_site
from ops import ports
from ops.tests.servers import wait_until
from permits.tests.browser.conftest import (  # noqa: F401 - a fixture
    chromium as _chromium,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.xdist_group("locust's page"),
]


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """The page, started as `make load` starts it."""
    port = ports.free()
    command = [sys.executable, "-m", "locust", "-f", "locustfiles/web.py"]
    command += ["--host", "http://127.0.0.1:1", "--web-port", str(port)]
    found = f"http://127.0.0.1:{port}"
    log = tmp_path / "log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            command,
            cwd=run.ROOT,
            env=os.environ | {"LOAD_TEST_KEY": "k" * 32},
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
        )
    try:
        assert wait_until(lambda: _answers(found) or process.poll() is not None, 20)
        assert process.poll() is None, log.read_text()
        yield found
    finally:
        process.terminate()
        process.wait(20)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture
def page(_chromium: Browser, url: str) -> Iterator[Page]:  # noqa: F811 - as above
    context = _chromium.new_context(base_url=url, accept_downloads=True)
    context.set_default_timeout(10_000)
    shown = context.new_page()
    shown.goto("/")
    shown.get_by_role("button", name="Custom parameters").click()
    yield shown
    context.close()


def _options(page: Page, label: str) -> list[str]:
    return page.get_by_label(label).locator("option").all_inner_texts()


def test_smoke_is_chosen_run_and_reported(page: Page, tmp_path: Path) -> None:
    assert _options(page, "Scenario") == ["as the shape has it", *mixes.CHOICES]
    assert _options(page, "Shape") == ["as in the fields", *SHAPES]
    with small_site() as small:
        page.get_by_label("Number of users").fill("3")
        page.get_by_label("Ramp up").fill("2")
        page.get_by_label("Host").fill(small.url)
        page.get_by_label("Shape").select_option("smoke")
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_text("RUNNING")).to_be_visible(timeout=15_000)
        expect(page.get_by_text("STOPPED")).to_be_visible(timeout=30_000)
        # The shape's own scenario, and no other.
        assert {"/healthz", "/readyz"} & set(small.asked)
    expect(page.get_by_text("0%", exact=True)).to_be_visible()
    row = page.get_by_role("row").filter(has_text="health")
    expect(row).to_have_count(1)
    heads = page.get_by_role("row").first.inner_text()
    assert {"Median", "95%ile", "99%ile"} <= set(heads.replace("\n", "\t").split())
    page.get_by_role("tab", name="Charts").click()
    expect(page.locator("canvas")).to_have_count(3)
    page.get_by_role("tab", name="Download Data").click()
    _report_opens(page, tmp_path / "report.html")


def _report_opens(page: Page, path: Path) -> None:
    """In a window of its own, and from the file that is downloaded there."""
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Download Report", exact=True).click()
    with opened.value.expect_download() as download:
        opened.value.get_by_role("link", name="Download the Report").click()
    download.value.save_as(path)
    report = page.context.new_page()
    report.goto(path.as_uri())
    expect(report.get_by_role("heading", name="Locust Test Report")).to_be_visible()
    expect(report.get_by_role("cell", name="health").first).to_be_visible()
    expect(report.locator("canvas")).to_have_count(3)


def test_why_a_run_cannot_begin_is_on_the_page(page: Page) -> None:
    page.get_by_label("Number of users").fill("1")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("tab", name="Exceptions").click()
    said = page.get_by_role(
        "cell", name="http://127.0.0.1:1/sitemap.xml did not answer"
    )
    expect(said.first).to_be_visible(timeout=15_000)
    expect(page.get_by_text("STOPPED")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="New").click()
    expect(page.get_by_label("Number of users")).to_be_visible()
