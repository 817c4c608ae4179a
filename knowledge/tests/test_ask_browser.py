"""Everyday questions in Chromium, answered by our own articles without key or network."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, expect

from knowledge.ask_examples import EXAMPLES
from permits.tests.browser import conftest as browser
from permits.tests.browser.conftest import Site
from permits.tests.browser.test_access import SERIOUS, TOO_SMALL
from permits.tests.pages.story import KITCHEN

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.browser
chromium = browser.chromium

# Of each question the article that answers it, and what it must be seen to say.
ANSWERS = {
    "Do I need a permit to replace my windows?": (
        "windows",
        "needs no building permit",
    ),
    "How high can a fence be without a permit?": ("fences", "6 feet"),
    "What can be approved over the counter?": ("over-the-counter", "about an hour"),
    "How do I add an ADU to my house?": ("adu", "60 days"),
    "Do I need a permit to remodel my kitchen or bathroom?": (
        *("kitchen-and-bath", "takes a building permit"),
    ),
    "How long until my permit expires, and can it be extended?": (
        *("permit-expiry", "180 days"),
    ),
    "Do I need a permit for a deck?": ("decks", "30 inches"),
    "What happens if work was done without a permit?": (
        *("work-without-permit", "9 times"),
    ),
    "How do I ask for an inspection?": (
        "ask-for-an-inspection",
        "working day's notice",
    ),
    "Can I get my permit fees refunded?": ("refunds", "$357"),
}
PAGES = {
    "empty": "/ask/",
    "answered": "/ask/?q=how+high+can+a+fence+be",
    "refused": "/ask/?q=deck+permit+in+Oakland",
    "with a permit": f"/ask/?q=fence+of+permit+{KITCHEN}",
    "documents": "/knowledge/",
    "article": "/knowledge/fences/#the-greatest-height",
}
OPEN_ALL = "document.querySelectorAll('details').forEach(d => d.open = true)"


@pytest.fixture
def rules(chromium: Browser, live_server: "LiveServer") -> Iterator[Site]:
    """The site with our own articles and the record; no page may cause a problem."""
    from knowledge.load import load_documents
    from permits.search import known
    from permits.tests.pages.story import make_record

    load_documents([settings.BASE_DIR / "knowledge" / "corpus"])
    make_record()
    known.vocabulary()
    running = Site(chromium, str(live_server))
    yield running
    running.close()
    assert running.problems == []


def test_ten_everyday_questions(rules: Site) -> None:
    assert set(ANSWERS) == set(EXAMPLES)
    page = rules.page()
    for question, (slug, figure) in ANSWERS.items():
        page.goto("/ask/")
        page.get_by_role("link", name=question).click()
        expect(page.locator("h1")).to_have_text("What the documents say")
        source = page.locator(
            ".sources > li", has=page.locator(f'h3 a[href="/knowledge/{slug}/"]')
        )
        expect(source).to_be_visible()
        expect(source.locator(".quotation", has_text=figure).first).to_be_visible()
        link = source.get_by_role("link", name="Read it in place").first
        target = link.get_attribute("href") or ""
        link.click()
        expect(page.locator(f'[id="{target.partition("#")[2]}"]')).to_be_attached()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_overflow_and_targets(rules: Site, scheme: str) -> None:
    found = []
    for width in (320, 360, 1280):
        page = rules.page(width=width, scheme=scheme)
        for name, url in PAGES.items():
            page.goto(url)
            page.evaluate(OPEN_ALL)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            small = [html for html in page.evaluate(TOO_SMALL) if "skip" not in html]
            assert small == [], name
            if width == 320:
                continue
            found += [
                (name, width, violation["id"], violation["nodes"][0]["html"][:200])
                for violation in Axe().run(page).response["violations"]
                if violation["impact"] in SERIOUS
            ]
    assert found == []


def test_asking_without_javascript(rules: Site) -> None:
    page = rules.page(script=False)
    page.goto("/")
    page.get_by_role("link", name="Ask the rules").click()
    page.get_by_label("Your question").fill("how tall may my fence be?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page).to_have_url(re.compile(r"/ask/\?q=how\+tall"))
    expect(page.locator("mark").first).to_contain_text("6 feet")


def test_the_answer_comes_to_the_page(
    rules: Site, settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    from knowledge import ask
    from knowledge.answers import store
    from knowledge.answers.check import Checked, Quotation, Statement
    from knowledge.models import Answer

    monkeypatch.setattr(settings, "ANTHROPIC_API_KEY", "sk-ant-nothing")
    monkeypatch.setattr(ask, "publish", lambda _: True)
    page = rules.page()
    page.goto("/ask/?q=how+high+can+a+fence+be")
    expect(page.locator("#answer h2")).to_have_text("An answer is being composed")
    expect(page.locator("mark").first).to_be_visible()
    answer = store.claim(Answer.objects.get().pk)
    assert answer is not None
    quotation = Quotation(0, "6 feet high")
    said = Statement("Up to 6 feet.", 1, False, (quotation,))
    store.finish(answer=answer, checked=Checked((said,)), call_id=1)
    expect(page.locator("#answer h2")).to_have_text("Answer")
    page.locator("#answer .ref").click()
    expect(page).to_have_url(re.compile("#quotation-1$"))
    expect(page.locator("#quotation-1")).to_contain_text("6 feet high")
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("Thank you, counted.")).to_be_visible()
