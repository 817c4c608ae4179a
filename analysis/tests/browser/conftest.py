from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from permits.tests.browser.conftest import Site, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer

__all__ = ["chromium"]


@pytest.fixture
def kept(tmp_path: Path, settings: object) -> Path:
    from ops.backups.address import Address

    folder = tmp_path / "plans"
    settings.PLANS_ADDRESS = Address(folder=folder)  # type: ignore[attr-defined]
    return folder


@pytest.fixture
def site(chromium: "Browser", live_server: "LiveServer", kept: Path) -> Iterator[Site]:
    """The site; ends in a failure if a page caused a problem."""
    running = Site(chromium, str(live_server))
    yield running
    running.close()
    assert running.problems == []
