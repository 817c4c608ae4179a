"""People and parcels of the search in a browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from permits.models import Permit
from permits.search import index
from permits.tests.browser.conftest import Site
from permits.tests.browser.test_access import SERIOUS, TOO_SMALL
from permits.tests.pages.story import KITCHEN
from permits.tests.search.entity_rows import EntityFactory, name_on

pytestmark = pytest.mark.browser

PAGES = {
    "beside": "/search/?q=roe",
    "beside an address": "/search/?q=2500+mission",
    "people": "/search/?q=roe&in=people",
    "parcels": "/search/?q=block+3616&in=parcels",
    "nobody": "/search/?q=zzzz&in=people",
    "no parcel": "/search/?in=parcels",
    "of an entity": "/search/?entity=900001",
}


@pytest.fixture
def people(site: Site) -> Site:
    """Jane with a permit and a long name, and ten namesakes."""
    jane = EntityFactory.create(
        id=900_001,
        name="Jane Roe Construction and General Contracting Incorporated",
        kind="firm",
        licenses=["987654", "123987"],
        permit_count=30_412,
    )
    for number in range(10):
        EntityFactory.create(name=f"Roe {number}", first_date=None)
    name_on(jane, Permit.objects.get(pk=KITCHEN))
    index.rebuild()
    return site


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(people: Site, scheme: str, width: int) -> None:
    page = people.page(width=width, scheme=scheme)
    found = []
    for name, url in PAGES.items():
        page.goto(url)
        violations = Axe().run(page).response["violations"]
        found += [
            (name, violation["id"], violation["nodes"][0]["html"][:200])
            for violation in violations
            if violation["impact"] in SERIOUS
        ]
    assert found == []


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_too_wide_or_too_small(people: Site, width: int) -> None:
    page = people.page(width=width)
    for name, url in PAGES.items():
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        small = [html for html in page.evaluate(TOO_SMALL) if "skip" not in html]
        assert small == [], name


@pytest.mark.parametrize("script", [True, False])
def test_the_parts_of_a_search_with_and_without_a_script(
    people: Site, script: bool
) -> None:
    page = people.page(script=script)
    page.goto("/search/?q=roe")
    page.get_by_role("link", name="All people and firms that fit").click()
    page.wait_for_url("**/search/?q=roe&in=people")
    assert page.locator(".rows > li").count() == 11
    page.get_by_role("link", name="Permits", exact=True).click()
    page.wait_for_url("**/search/?q=roe")
    page.locator(".beside").wait_for()


def test_suggestions_are_grouped_and_chosen_by_key(people: Site) -> None:
    page = people.page()
    page.goto("/")
    box = page.get_by_role("combobox")
    box.fill("roe")
    heading = page.locator(".suggestions .group")
    heading.first.wait_for()
    assert heading.all_inner_texts() == ["People and firms"]
    options = page.get_by_role("option")
    assert options.count() == 3
    for _ in range(2):
        box.press("ArrowDown")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    assert box.get_attribute("aria-activedescendant") == options.nth(1).get_attribute(
        "id"
    )
    box.press("ArrowUp")
    box.press("Enter")
    page.wait_for_url("**/entities/*/roe-0/")
