import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from knowledge import ask
from knowledge.ask_examples import EXAMPLES
from knowledge.models import Answer, Document
from knowledge.retrieve import retrieve
from knowledge.tests import texts
from permits.tests.pages.story import KITCHEN
from permits.tests.pages.test_bad_input import BAD

FENCES = "How high can a fence be?"


def html(client: Client, question: str | None, **headers: str) -> str:
    path = "/ask/" if question is None else f"/ask/?q={quote(question)}"
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_without_a_question_it_offers_ten(client: Client) -> None:
    page = html(client, None)
    assert len(EXAMPLES) == 10
    assert page.count('href="/ask/?q=') == 10
    assert "noindex" not in page


def test_quotes_the_passage_with_its_source(corpus: Path, client: Client) -> None:
    page = html(client, FENCES)
    assert "What the documents say" in page
    assert f"<mark>{texts.FENCES}</mark>" in page
    for part in (
        'href="/knowledge/fences/"',
        'href="/knowledge/fences/#height"',
        "G-20; SFBC 2025",
        "first source effective January 1, 2026",
        "our own article",
    ):
        assert part in page
    assert "No answer was composed from them" in page
    assert "htmx" not in page.split("</head>")[0].replace("htmx-config", "")


def test_a_refusal_says_why_and_what_to_do(corpus: Path, client: Client) -> None:
    page = html(client, "deck permit in Oakland")
    assert "<h1>The documents do not say</h1>" in page
    assert "they do not say what holds in Oakland." in page
    assert "Looked for: deck permit in oakland" in page
    before, _, folded = page.partition('<details class="nearest">')
    assert "which are no answer" in folded
    assert "<blockquote>" not in before
    assert 'href="/stations/"' in before


@pytest.mark.django_db
def test_without_documents_it_says_so(client: Client) -> None:
    page = html(client, FENCES)
    assert "No documents are loaded." in page
    assert "nearest" not in page


def test_a_superseded_text_names_the_newer(corpus: Path, client: Client) -> None:
    newer = Document.objects.get(publication="G-04")
    Document.objects.filter(slug="fences").update(superseded_by=newer)
    page = html(client, FENCES)
    assert "Superseded." in page
    assert f'href="/knowledge/{newer.slug}/"' in page


@pytest.mark.parametrize("bad", BAD)
def test_any_text_is_answered(corpus: Path, client: Client, bad: str) -> None:
    if bad in {"100 kB", "a long word"}:
        return
    for path in ("/ask/", "/ask.json"):
        answer = client.get(f"{path}?q={BAD[bad]}")
        assert answer.status_code in {200, 400}
        assert b"<script>alert" not in answer.content or path == "/ask.json"
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/ask/", "/ask.json"])
def test_what_is_far_too_long_is_refused_in_words(
    corpus: Path, client: Client, path: str
) -> None:
    answer = client.get(f"{path}?q={BAD['100 kB']}")
    assert answer.status_code == 414
    assert b"far more than a question" in answer.content


def test_a_long_question_is_cut_and_says_so(corpus: Path, client: Client) -> None:
    page = html(client, "fence " * 500)
    assert "only its first 2000 characters were used" in page


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "%20", "%3F%3F"])
def test_no_question_is_no_error(client: Client, typed: str) -> None:
    assert client.get(f"/ask/?q={typed}").status_code == 200
    answer = client.get(f"/ask.json?q={typed}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/ask/", "/ask.json", "/knowledge/"])
def test_only_reading_is_allowed(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
    assert client.head(path).status_code in {200, 400}


def test_json_has_the_same(corpus: Path, client: Client) -> None:
    answer = client.get("/ask.json", {"q": FENCES})
    assert answer.status_code == 200
    found = json.loads(answer.content)
    first = found["passages"][0]
    assert first["best_sentence"] == texts.FENCES
    assert first["source"] == {
        "title": "Fences",
        "publication": "G-20; SFBC 2025",
        "section": "Height",
        "page": None,
        "dated": "first source effective January 1, 2026",
        "origin": "our own article",
        "url": "/knowledge/fences/#height",
        "superseded": False,
        "newer": None,
    }
    assert (found["refused"], found["answer"]) == (False, None)


def test_a_known_number_of_queries(corpus: Path, client: Client) -> None:
    html(client, FENCES)
    with CaptureQueriesContext(connection) as finding:
        retrieve(FENCES, limit=ask.FOR_ANSWER)
    with CaptureQueriesContext(connection) as all_of_it:
        html(client, FENCES)
    # The corpus and the question's stems once more, to quote; what is loaded, for the
    # foot of the page.
    assert len(all_of_it) == len(finding) + 3


Key = Callable[[], list[str]]


def test_with_a_key_an_answer_is_queued_once(with_key: Key, client: Client) -> None:
    page = html(client, FENCES)
    answer = Answer.objects.get()
    assert with_key() == [str(answer.pk)]
    assert f'hx-get="/answers/{answer.pk}/progress/"' in page
    assert f'href="/answers/{answer.pk}/"' in page
    assert texts.FENCES in page
    assert "No answer was composed from them" not in page
    html(client, "  how high can a FENCE be")
    assert with_key() == [str(answer.pk)]


def test_the_api_says_where_the_answer_will_be(with_key: Key, client: Client) -> None:
    response = client.get("/ask.json", {"q": FENCES})
    answer = Answer.objects.get()
    assert response.status_code == 202
    assert response.headers["Location"] == f"/answers/{answer.pk}.json"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert json.loads(response.content)["answer"]["status"] == "queued"
    Answer.objects.update(status="succeeded", is_supported=False)
    assert client.get("/ask.json", {"q": FENCES}).status_code == 200


def test_nothing_is_composed_for_who_only_looks(with_key: Key, client: Client) -> None:
    client.head("/ask/", {"q": FENCES})
    html(client, FENCES, sec_purpose="prefetch")
    html(client, "deck permit in Oakland")
    assert with_key() == []
    assert not Answer.objects.exists()


def test_without_the_queue_the_passages_stay(
    with_key: Key, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "publish", lambda _: False)
    page = html(client, FENCES)
    assert "No answer can be composed at the moment" in page
    assert texts.FENCES in page
    assert "hx-get" not in page
    found = json.loads(client.get("/ask.json", {"q": FENCES}).content)
    assert found["passages"]


def test_the_record_stands_beside_the_rules(
    corpus: Path, record: None, client: Client
) -> None:
    page = html(client, f"Is permit {KITCHEN} for a fence, and how high can it be?")
    assert f'href="/permits/{KITCHEN}/"' in page
    assert "From the record" in page
    assert texts.FENCES in page


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("typed", "reads"),
    [("do i need a permit for a deck", True), ("kitchen remodel", False)],
)
def test_the_search_offers_it_for_a_question(
    client: Client, typed: str, *, reads: bool
) -> None:
    page = client.get("/search/", {"q": typed}).content.decode()
    assert ("ask the rules" in page) is reads
    assert (f"/ask/?q={quote(typed)}" in page) is reads


def test_every_page_leads_to_it(db: Any, client: Client) -> None:
    assert 'href="/ask/"' in client.get("/").content.decode()
