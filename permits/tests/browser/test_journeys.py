import re

import pytest
from playwright.sync_api import Page, expect

from permits.tests.browser.conftest import Site
from permits.tests.pages.story import KITCHEN

pytestmark = pytest.mark.browser


def search(page: Page, text: str) -> None:
    page.goto("/")
    page.get_by_label("Search permits").fill(text)
    page.get_by_role("button", name="Search").click()


def test_search_filter_open_a_permit_and_go_back(site: Site) -> None:
    page = site.page()
    search(page, "bath")
    expect(page.locator(".count")).to_have_text("60 permits")
    page.get_by_role("link", name="Issued 30").click()
    expect(page.locator(".count")).to_have_text("30 permits")
    expect(page).to_have_url(re.compile(r"/search/\?q=bath&status=issued$"))
    expect(page.locator("#announce")).to_have_text("30 permits")
    page.locator(".row a").first.click()
    expect(page.locator("h1")).to_have_text(re.compile("Castro St"))
    page.go_back()
    expect(page.locator(".count")).to_have_text("30 permits")
    expect(page.locator(".masthead")).to_be_visible()
    page.go_back()
    expect(page.locator(".count")).to_have_text("60 permits")
    expect(page.locator(".masthead")).to_have_count(1)


def test_a_filter_keeps_the_focus_and_a_chip_removes_it(site: Site) -> None:
    page = site.page()
    page.goto("/search/?q=bath")
    page.locator("#status-issued").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".count")).to_have_text("30 permits")
    expect(page.locator("#status-issued")).to_be_focused()
    page.get_by_role("link", name="Remove filter: Issued").click()
    expect(page.locator(".count")).to_have_text("60 permits")


def test_suggestions_by_keyboard(site: Site) -> None:
    page = site.page()
    page.goto("/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search permits")
    expect(box).to_be_focused()
    page.keyboard.type("2500 mis")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("2500 Mission St")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("2500 mis")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    active = box.get_attribute("aria-activedescendant")
    assert active == options.first.get_attribute("id")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("2500 Mission St")


def test_tab_leaves_the_box_and_closes_the_list(site: Site) -> None:
    page = site.page()
    page.goto("/")
    box = page.get_by_role("combobox", name="Search permits")
    box.type("castro")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_role("button", name="Search")).to_be_focused()


def test_a_suggestion_by_pointer(site: Site) -> None:
    page = site.page(width=360)
    page.goto("/")
    page.get_by_role("combobox").type("20240301")
    page.get_by_role("option", name=KITCHEN).click()
    expect(page.locator(".kicker")).to_contain_text(KITCHEN)


def test_all_of_it_without_javascript(site: Site) -> None:
    page = site.page(script=False)
    search(page, "bath")
    expect(page.locator(".count")).to_have_text("60 permits")
    page.locator("#status-issued").click()
    expect(page.locator(".count")).to_have_text("30 permits")
    page.get_by_role("link", name="Next").click()
    expect(page.locator(".row")).to_have_count(5)
    page.locator(".row a").first.click()
    expect(page.locator("h1")).to_contain_text("Castro St")


def test_an_exact_number_opens_the_record(site: Site) -> None:
    page = site.page()
    search(page, "2024-0301-0001")
    expect(page).to_have_url(re.compile(f"/permits/{KITCHEN}/$"))


def test_skip_link_comes_first(site: Site) -> None:
    page = site.page()
    page.goto("/search/?q=bath")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
