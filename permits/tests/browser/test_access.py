import pytest
from axe_playwright_python.sync_playwright import Axe

from permits.tests.browser.conftest import Site
from permits.tests.pages.story import BARE, KITCHEN, MANY, REVIEWED

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "results": "/search/?q=bath&status=issued",
    "empty": "/search/?q=kitchen&status=revoked&year=2024",
    "permit": f"/permits/{KITCHEN}/",
    "many addresses": f"/permits/{MANY}/",
    "little recorded": f"/permits/{BARE}/",
    "in review": f"/permits/{REVIEWED}/",
    "parcel": "/parcels/3616/007/",
    "parcel without a list": "/parcels/7504/010/",
    "no parcel": "/parcels/3616/999/",
    "no permit": "/permits/202403010002/",
    "not found": "/nothing/",
}
SERIOUS = {"serious", "critical"}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(site: Site, scheme: str, width: int) -> None:
    page = site.page(width=width, scheme=scheme)
    found = []
    for name, url in PAGES.items():
        page.goto(url)
        # What is folded is read too.
        page.evaluate(
            "document.querySelectorAll('details').forEach(d => d.open = true)"
        )
        violations = Axe().run(page).response["violations"]
        found += [
            (name, violation["id"], violation["nodes"][0]["html"][:200])
            for violation in violations
            if violation["impact"] in SERIOUS
        ]
    assert found == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_scrolls_sideways(site: Site, width: int) -> None:
    page = site.page(width=width)
    for name, url in PAGES.items():
        page.goto(url)
        page.evaluate(
            "document.querySelectorAll('details').forEach(d => d.open = true)"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


TOO_SMALL = """
() => [...document.querySelectorAll('a, button, input, summary')].filter(e => {
    const box = e.getBoundingClientRect();
    const inText = getComputedStyle(e).display === 'inline';
    return box.width && !inText && (box.width < 24 || box.height < 24);
}).map(e => e.outerHTML.slice(0, 120))
"""


def test_targets_are_large_enough(site: Site) -> None:
    page = site.page(width=360)
    for name, url in PAGES.items():
        page.goto(url)
        small = [html for html in page.evaluate(TOO_SMALL) if "skip" not in html]
        assert small == [], name


def test_forced_colors_keep_box_and_status(site: Site) -> None:
    page = site.page()
    page.emulate_media(forced_colors="active")
    page.goto("/search/?q=bath")
    border = "getComputedStyle(document.querySelector('.search')).borderTopStyle"
    assert page.evaluate(border) == "solid"
    assert page.locator(".row .status svg").first.is_visible()
