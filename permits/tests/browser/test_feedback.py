from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

if TYPE_CHECKING:
    from permits.tests.browser.conftest import Site

pytestmark = pytest.mark.browser
SERIOUS = {"serious", "critical"}


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 320), ("dark", 360), ("light", 1280)]
)
def test_the_form(site: "Site", scheme: str, width: int) -> None:
    page = site.page(width=width, scheme=scheme)
    page.goto("/feedback/?page=/search/%3Fq%3Dbath")
    for _ in range(2):
        found = Axe().run(page).response["violations"]
        assert [each["id"] for each in found if each["impact"] in SERIOUS] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        # The second time with its errors.
        page.evaluate("document.querySelector('form.feedback').noValidate = true")
        site.problems.clear()
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("alert")).to_contain_text("Choose what it is about.")
        # That the form was refused is told by the browser itself.
        site.problems[:] = [said for said in site.problems if "400" not in said]


def test_by_keyboard(site: "Site") -> None:
    page = site.page()
    page.goto("/feedback/")
    page.get_by_label("Something does not work").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Show the plans.")
    page.keyboard.press("Tab")
    page.keyboard.type("me@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
