import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from permits.models import Parcel, Permit, PermitLocation
from permits.tests.browser.conftest import Site
from permits.tests.browser.test_access import SERIOUS, TOO_SMALL
from permits.tests.pages.story import KITCHEN, REVIEWED
from permits.tests.pages.test_neighborhood import OUTLINE, put

pytestmark = pytest.mark.browser

HOOD = "/neighborhoods/mission/"
PAGES = {
    "parcel": "/parcels/3616/007/",
    "parcel in review": "/parcels/3616/011/",
    "neighborhood": HOOD,
    "neighborhoods": "/neighborhoods/",
    "no neighborhood": "/neighborhoods/nowhere/",
}
FOLDED = "document.querySelectorAll('details').forEach(d => d.open = true)"
READY = ".leaflet-container"


@pytest.fixture(autouse=True)
def places(site: Site) -> None:
    for number, lot in enumerate(("007", "008", "011")):
        at = PermitLocation.objects.filter(block="3616", lot=lot)
        at.update(latitude=37.75 + number / 1000, longitude=-122.42)
    Permit.objects.filter(pk=KITCHEN).update(latitude=37.75, longitude=-122.42)
    Parcel.objects.update(neighborhoods_analysis_boundaries="Mission")
    put(
        "mission",
        "Mission",
        permits=1204,
        complaints=3,
        filed=[[1999, 3, 4], [2001, 8, 7], [2004, 1, 2]],
        days=[["over the counter", 2, 12]],
        complaint_years=[[1999, 2], [2001, 1]],
        recent=[REVIEWED],
        largest=[KITCHEN],
        firms=[[7, "Ng & Sons", 41]],
        outline=OUTLINE,
    )


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(site: Site, scheme: str, width: int) -> None:
    page = site.page(width=width, scheme=scheme)
    found = []
    for name, url in PAGES.items():
        page.goto(url)
        if "no " not in name:
            expect(page.locator(READY)).to_be_visible()
        page.evaluate(FOLDED)
        found += [
            (name, violation["id"], violation["nodes"][0]["html"][:200])
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in SERIOUS
        ]
    assert found == []


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_scrolls_sideways_and_targets_are_large(site: Site, width: int) -> None:
    page = site.page(width=width)
    for name, url in PAGES.items():
        page.goto(url)
        page.evaluate(FOLDED)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        small = [html for html in page.evaluate(TOO_SMALL) if "skip" not in html]
        assert small == [], name


def test_the_map_is_moved_by_keys_and_its_points_lead_on(site: Site) -> None:
    page = site.page()
    page.goto(HOOD)
    box = page.get_by_role("region", name="Map of Mission")
    shape = box.locator("path.area")
    expect(shape).to_have_count(1)
    before = shape.bounding_box()
    box.focus()
    page.keyboard.press("+")
    page.wait_for_function(
        "width => document.querySelector('path.area').getBoundingClientRect().width > width",
        arg=before["width"] * 1.5 if before else 0,
    )
    page.get_by_role("button", name="Zoom out").press("Enter")
    # A click on what the map is still moving is lost.
    expect(box.locator(".leaflet-zoom-anim")).to_have_count(0)
    box.locator("path.dot").last.dispatch_event("click")
    box.get_by_role("link", name="2500 Mission St").click()
    expect(page.locator(".kicker")).to_contain_text(KITCHEN)


def test_the_drawing_stays_without_javascript(site: Site) -> None:
    page = site.page(script=False)
    page.goto("/parcels/3616/007/")
    expect(page.locator(".map svg path.area")).to_be_visible()
    expect(page.locator(".map svg circle.is-here")).to_be_visible()
    page.get_by_role("link", name="2500 Mission St", exact=True).last.click()
    expect(page.locator("h1")).to_have_text("Block 3616, lot 008")


def test_the_drawing_stays_if_the_data_does_not_come(site: Site) -> None:
    page = site.page()
    page.route("**/map.json", lambda route: route.fulfill(status=404))
    page.goto(HOOD)
    page.wait_for_timeout(200)
    expect(page.locator(".map > svg path.area")).to_be_visible()


def test_pages_without_a_map_load_none_of_it(site: Site) -> None:
    page = site.page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for url in ("/", f"/permits/{KITCHEN}/"):
        page.goto(url)
    assert [url for url in asked if "leaflet" in url or "map.js" in url] == []
    page.goto(HOOD)
    assert [url for url in asked if "leaflet.js" in url]
