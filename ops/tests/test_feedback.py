import re
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from ops import feedback
from ops.models import Feedback

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="token" value="([^"]+)"')


def _form(**other: str) -> dict[str, str]:
    given = {
        "kind": "wrong_fact",
        "text": "The address is <wrong>.",
        "email": "",
        "page": "/permits/202403010001/",
        "website": "",
        "token": feedback.new_token(),
    }
    return given | other


@pytest.fixture
def strict() -> Client:
    """A browser that takes no cookie, against all checks."""
    return Client(enforce_csrf_checks=True)


def test_a_message_is_kept_with_its_page(strict: Client) -> None:
    form = strict.get("/feedback/?page=/search/%3Fq%3Dbath").content.decode()
    (token,) = TOKEN.findall(form)
    assert 'name="page" value="/search/?q=bath"' in form
    response = strict.post(
        "/feedback/", _form(token=token, page="/search/?q=bath"), follow=True
    )
    assert response.redirect_chain == [
        ("/feedback/sent/?page=%2Fsearch%2F%3Fq%3Dbath", 303)
    ]
    assert "Thank you" in response.content.decode()
    kept = Feedback.objects.get()
    assert (kept.kind, kept.text, kept.email, kept.page, kept.status) == (
        *("wrong_fact", "The address is <wrong>.", "", "/search/?q=bath"),
        "new",
    )
    assert strict.cookies == {}


def test_sent_twice_it_is_kept_once(strict: Client) -> None:
    form = _form()
    for _ in range(2):
        assert strict.post("/feedback/", form).status_code == 303
    assert Feedback.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": ""}, "Write what you want to tell us."),
        ({"text": "  \n "}, "Write what you want to tell us."),
        ({"text": "x" * 4_001}, "4001 characters long; up to 4000"),
        ({"text": "a\0b"}, "Null characters are not allowed."),
        ({"kind": ""}, "Choose what it is about."),
        ({"kind": "praise"}, "Choose one of the three."),
        ({"email": "me at home"}, "This is no e-mail address"),
        ({"token": ""}, "This form is not complete."),
        ({"token": "forged:1xyz:abc"}, "This form is not complete."),
    ],
)
def test_what_cannot_be_kept_is_said_and_not_lost(
    strict: Client, change: dict[str, str], words: str
) -> None:
    form = _form(**{"email": "me@example.org", **change})
    response = strict.post("/feedback/", form)
    page = response.content.decode()
    assert response.status_code == 400
    assert words in page
    assert escape(form["text"].replace("\0", "")) in page.replace("\0", "")
    assert escape(form["email"]) in page
    assert TOKEN.findall(page) != [form["token"]]
    assert not Feedback.objects.exists()


def test_a_form_is_good_for_a_day(strict: Client) -> None:
    form = _form()
    with time_machine.travel(timezone.now() + feedback.GOOD_FOR * 1.01):
        response = strict.post("/feedback/", form)
        page = response.content.decode()
        assert response.status_code == 400
        assert "over a day ago" in page
        form["token"] = TOKEN.findall(page)[0]
        assert strict.post("/feedback/", form).status_code == 303


def test_line_ends_count_as_the_browser_counts_them(strict: Client) -> None:
    text = "\r\n".join(["x"] * 2_000)
    assert strict.post("/feedback/", _form(text=text)).status_code == 303
    assert len(Feedback.objects.get().text) == 3_999


def test_what_a_program_filled_in_is_kept_apart(strict: Client) -> None:
    response = strict.post("/feedback/", _form(website="https://buy.example"))
    assert response.status_code == 303
    assert Feedback.objects.get().status == "spam"


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("/permits/1/", "/permits/1/"),
        ("", ""),
        ("//evil.example/", ""),
        ("/\\evil.example/", ""),
        ("https://evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("/a\nb", ""),
        ("/" + "a" * 1_000, ""),
    ],
)
def test_own_page(page: str, kept: str) -> None:
    assert feedback.own_page(page) == kept


@pytest.mark.parametrize("path", ["/feedback/", "/feedback/sent/"])
def test_nothing_leads_to_another_site(strict: Client, path: str) -> None:
    page = strict.get(path, {"page": "//evil.example/"}).content.decode()
    assert 'href="//evil' not in page
    assert 'value="//evil' not in page


def test_every_page_leads_to_the_form(strict: Client) -> None:
    page = strict.get("/search/?q=a+b&sort=x").content.decode()
    assert 'href="/feedback/?page=%2Fsearch%2F%3Fq%3Da%2Bb%26sort%3Dx"' in page
    page = strict.get("/nothing/").content.decode()
    assert 'href="/feedback/?page=%2Fnothing%2F"' in page


def test_five_messages_a_minute(strict: Client, settings: Any) -> None:
    settings.RATELIMIT_ENABLE = True
    caches["limits"].clear()
    answers = [strict.post("/feedback/", _form()).status_code for _ in range(7)]
    assert answers == [303] * 5 + [429] * 2
    assert strict.get("/feedback/").status_code == 200
    caches["limits"].clear()


def test_only_reading_and_sending(client: Client) -> None:
    assert client.put("/feedback/").status_code == 405
    assert client.post("/feedback/sent/").status_code == 405
