"""Debian's Chromium, driven by Playwright, on the record of pages/story.py."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


_RUNNING = pytest.StashKey[Browser]()


@pytest.fixture(scope="session")
def chromium(pytestconfig: pytest.Config) -> Browser:
    """The browser, started once, also where another app's tests take this fixture.

    A second Playwright in the same thread would not start.
    """
    if _RUNNING in pytestconfig.stash:
        return pytestconfig.stash[_RUNNING]
    if not CHROMIUM.exists():
        missing = f"{CHROMIUM} is not installed (apt-get install chromium)."
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    running = ExitStack()
    pytestconfig.add_cleanup(running.close)
    playwright = running.enter_context(sync_playwright())
    browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
    running.callback(browser.close)
    # Playwright's loop runs in this thread; Django's guard means another case.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    running.callback(os.environ.pop, "DJANGO_ALLOW_ASYNC_UNSAFE")
    pytestconfig.stash[_RUNNING] = browser
    return browser


class Site:
    """The running site. Afterwards `problems` has what no page may cause."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.problems: list[str] = []

    def page(
        self, *, width: int = 1280, scheme: str = "light", script: bool = True
    ) -> Page:
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=script,
        )
        context.set_default_timeout(5_000)
        page = context.new_page()
        page.on("console", lambda said: self._console(said.type, said.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: self._request(request.url))
        return page

    def _console(self, kind: str, text: str) -> None:
        # That a page was asked for in vain is told by the browser itself.
        if kind in {"error", "warning"} and "status of 404" not in text:
            self.problems.append(text)

    def _request(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.problems.append(f"request to {url}")

    def close(self) -> None:
        for context in self.browser.contexts:
            context.close()


@pytest.fixture
def site(chromium: Browser, live_server: "LiveServer") -> Iterator[Site]:
    """The site with the record; ends in a failure if a page caused a problem."""
    from permits.search import known
    from permits.tests.pages.story import make_record

    make_record()
    known.vocabulary()
    running = Site(chromium, str(live_server))
    yield running
    running.close()
    assert running.problems == []
