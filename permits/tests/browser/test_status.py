import datetime as dt
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from ops import jobs
from ops.models import CronLog

if TYPE_CHECKING:
    from permits.tests.browser.conftest import Site

pytestmark = pytest.mark.browser
SERIOUS = {"serious", "critical"}


def _log() -> None:
    """Runs that ended in every way; what comes every minute is late."""
    slot = timezone.now() - dt.timedelta(hours=1)
    ends = [end for end in CronLog.Status if end != CronLog.Status.RUNNING]
    for name, status in zip(jobs.registry(), ends, strict=False):
        CronLog.objects.create(
            job_name=name,
            status=status,
            scheduled_for=slot,
            started_at=slot,
            finished_at=slot,
            lock=name,
        )


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 320), ("dark", 360), ("light", 1280)]
)
def test_status(site: "Site", scheme: str, width: int) -> None:
    _log()
    page = site.page(width=width, scheme=scheme)
    page.goto("/status/")
    violations = Axe().run(page).response["violations"]
    serious = [each for each in violations if each["impact"] in SERIOUS]
    assert serious == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_text("Cut off").is_visible()
