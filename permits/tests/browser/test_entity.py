import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from permits.models import Entity, Relationship
from permits.tests.browser.conftest import Site
from permits.tests.browser.test_access import SERIOUS, TOO_SMALL
from permits.tests.pages.test_entity import (
    ADA_URL,
    FIRM,
    FIRM_URL,
    ODD_URL,
    entity,
    make_people,
)

pytestmark = pytest.mark.browser

PAGES = [
    FIRM_URL,
    ADA_URL,
    ODD_URL,
    "/entities/15/name-not-recorded/",
    "/entities/404/x/",
]
OPEN_ALL = "document.querySelectorAll('details').forEach(d => d.open = true)"
LONG = "WILHELMINA WOLLSTONECRAFT & MONTGOMERY WATERPROOFING"


@pytest.fixture
def people(site: Site) -> Site:
    """With twenty partners of the firm, of all lengths of names."""
    make_people()
    for number in range(20):
        entity(100 + number, LONG[: 3 + 3 * number], "person", "owner")
        Relationship.objects.create(
            entity_a_id=FIRM, entity_b_id=100 + number, shared_permits=1,
            weight=1 + number, permit_numbers=[], permits_with_cost=0, neighborhoods=[],
        )  # fmt: skip
        if number:
            Relationship.objects.create(
                entity_a_id=99 + number, entity_b_id=100 + number, shared_permits=1,
                weight=number, permit_numbers=[], permits_with_cost=0, neighborhoods=[],
            )  # fmt: skip
    Entity.objects.filter(pk=119).update(permit_count=301)
    return site


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_readable_by_all_in_a_narrow_window_too(people: Site, scheme: str) -> None:
    for width in (360, 1280):
        page = people.page(width=width, scheme=scheme)
        for url in PAGES:
            page.goto(url)
            page.evaluate(OPEN_ALL)
            violations = Axe().run(page).response["violations"]
            assert [
                (url, one["id"], one["nodes"][0]["html"][:200])
                for one in violations
                if one["impact"] in SERIOUS
            ] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate(TOO_SMALL) == []


# Names that leave the drawing or lie on the next one, and arcs that leave it.
OUTSIDE = """
() => {
    const drawing = document.querySelector('.network svg');
    const edge = drawing.getBoundingClientRect();
    const found = [...drawing.querySelectorAll('text, path')].filter(e => {
        const box = e.getBoundingClientRect();
        return box.left < edge.left - 1 || box.right > edge.right + 1
            || box.top < edge.top - 1 || box.bottom > edge.bottom + 1;
    });
    const rows = [...drawing.querySelectorAll('text')].map(e => e.getBoundingClientRect());
    const close = rows.filter((row, n) => n && row.top < rows[n - 1].bottom);
    return [...found.map(e => e.outerHTML), ...close.map(row => `overlaps at ${row.top}`)];
}
"""


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_names_stay_inside_the_drawing(people: Site, width: int) -> None:
    page = people.page(width=width)
    page.goto(FIRM_URL)
    expect(page.locator(".network text")).to_have_count(22)
    assert page.evaluate(OUTSIDE) == []
    size = page.locator(".network text").first.evaluate(
        "e => e.getBoundingClientRect().height"
    )
    assert size >= 11


def test_from_a_permit_to_its_people_and_on_without_a_script(people: Site) -> None:
    page = people.page(script=False, width=360)
    page.goto("/permits/202302020001/")
    page.get_by_role("link", name="Ada Ng").click()
    expect(page.locator("h1")).to_have_text("Ada Ng")
    page.locator(".network").get_by_role("link", name="Baño").click()
    expect(page.locator("h1")).to_have_text("Baño & Sons")
    page.get_by_role("link", name="All 62 building permits").click()
    expect(page.locator(".count")).to_have_text("62 permits")
    expect(page.locator(".chip").first).to_contain_text("Baño & Sons")


def test_a_filter_of_its_permits_leads_to_the_search(people: Site) -> None:
    page = people.page()
    page.goto(FIRM_URL)
    page.locator("#status-complete").click()
    expect(page.locator(".count")).to_have_text("1 permit")
