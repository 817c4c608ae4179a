import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from permits.review.baselines import refresh_baselines
from permits.tests.browser.conftest import Site
from permits.tests.browser.test_access import SERIOUS, TOO_SMALL
from permits.tests.pages.story import REVIEWED
from permits.tests.review.steps import loaded, permit, reviews, step

pytestmark = pytest.mark.browser

PAGES = {
    "stations": "/stations/",
    "another order": "/stations/?order=days365",
    "station": "/stations/BLDG/",
    "quiet station": "/stations/CPB/",
    "no station": "/stations/BLD/",
    "in review": f"/permits/{REVIEWED}/",
}
OPEN_ALL = "document.querySelectorAll('details').forEach(d => d.open = true)"


@pytest.fixture
def stations(site: Site) -> Site:
    """The site with a station that has everything its page can show."""
    loaded()
    reviews(40, department="DBI")
    for n in range(30):
        permit(f"20260102{n:04}", permit_type=3)
        step(f"20260102{n:04}", 40, 30 - n % 9, step=1)
        step(f"20260102{n:04}", 20, 10, station="SFFD", step=2)
    for n in range(15):
        step(f"20260101{n:04}", 20 * n, None, plan_checked_by="DOE JANE")
    refresh_baselines()
    return site


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(stations: Site, scheme: str, width: int) -> None:
    page = stations.page(width=width, scheme=scheme)
    found = []
    for name, url in PAGES.items():
        page.goto(url)
        page.evaluate(OPEN_ALL)
        found += [
            (name, violation["id"], violation["nodes"][0]["html"][:200])
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in SERIOUS
        ]
    assert found == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_scrolls_sideways_and_targets_are_large(
    stations: Site, width: int
) -> None:
    page = stations.page(width=width)
    for name, url in PAGES.items():
        page.goto(url)
        page.evaluate(OPEN_ALL)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        small = [html for html in page.evaluate(TOO_SMALL) if "skip" not in html]
        assert small == [], name


def test_from_the_list_to_a_permit_without_javascript(stations: Site) -> None:
    page = stations.page(script=False)
    page.goto("/")
    page.get_by_role("link", name="Stations of plan review").click()
    expect(page.locator("tbody tr").first).to_contain_text("BLDG")
    page.get_by_role("link", name="Station", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?order=code$"))
    page.get_by_role("link", name="BLDG", exact=True).click()
    expect(page.locator("h1")).to_have_text("BLDG")
    page.locator("#waiting ~ .scroll a").first.click()
    expect(page).to_have_url(re.compile("/permits/2026010100"))
