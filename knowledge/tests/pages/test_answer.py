import json
import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from knowledge.answers import store
from knowledge.answers.check import Checked, Quotation, Statement
from knowledge.models import Answer, AnswerRating, Chunk, CorpusState
from knowledge.tests import texts

TOKEN = re.compile(r'name="token" value="([^"]+)"')
ATTACK = "<script>alert(1)</script> [link](https://evil.example) https://evil.example"
Make = Callable[..., Answer]


@pytest.fixture
def made(corpus: Path) -> Make:
    """An answer that was composed, of these statements."""

    def make(*statements: Statement, question: str = "How high?") -> Answer:
        chunk = Chunk.objects.get(text__contains=texts.FENCES)
        answer = Answer.objects.create(
            question=question,
            question_sha256=question,
            corpus_version=CorpusState.objects.get().version,
            model="claude",
            chunks=[chunk.key],
            asked_at=timezone.now(),
        )
        claimed = store.claim(answer.pk)
        assert claimed is not None
        store.finish(answer=claimed, checked=Checked(statements, 1, 2), call_id=1)
        answer.refresh_from_db()
        return answer

    return make


def said(text: str, *, item: bool = False, paragraph: int = 1) -> Statement:
    return Statement(text, paragraph, item, (Quotation(0, texts.FENCES),))


def html(client: Client, answer: Answer, name: str = "answer") -> str:
    response = client.get(reverse(name, args=[answer.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_sentences_lead_to_what_they_rest_on(made: Make, client: Client) -> None:
    answer = made(said("Six feet."), said("At the rear."))
    for page in (html(client, answer), html(client, answer, "answer_progress")):
        assert page.count('href="#quotation-1"') == 2
        assert 'id="quotation-1"' in page
        assert page.count(texts.FENCES) == 1
        assert 'href="/knowledge/fences/#height"' in page
        assert "2 sentences were left out" in page
        assert "hx-get" not in page
        assert "Did this help?" in page


def test_lists_are_lists(made: Make, client: Client) -> None:
    page = html(client, made(said("Two:"), said("one", item=True, paragraph=2)))
    assert re.search(r"<ul>\s*<li>\s*one", page)


def test_what_it_says_is_text_alone(made: Make, client: Client) -> None:
    answer = made(said(ATTACK), question=ATTACK)
    page = html(client, answer)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert 'href="https://evil' not in page


def test_an_answer_without_support_says_so(made: Make, client: Client) -> None:
    page = html(client, made())
    assert "The documents do not say" in page
    assert "Did this help?" not in page


@pytest.mark.parametrize("status", ["queued", "running"])
def test_an_open_answer_is_asked_for_again(
    made: Make, client: Client, status: str
) -> None:
    answer = made()
    lease = (
        {"lease_token": uuid.uuid4(), "lease_until": timezone.now()}
        if status == "running"
        else {}
    )
    Answer.objects.update(status=status, is_supported=None, **lease)
    fragment = html(client, answer, "answer_progress")
    assert f'hx-get="/answers/{answer.pk}/progress/"' in fragment
    assert "An answer is being composed" in fragment
    response = client.get(reverse("answer_json", args=[answer.pk]))
    assert response.headers["Retry-After"] == "2"
    assert json.loads(response.content)["status"] == status


def test_a_failure_is_told_in_its_words(made: Make, client: Client) -> None:
    answer = made()
    Answer.objects.update(status="failed", is_supported=None, failure="It was <late>.")
    page = html(client, answer, "answer_progress")
    assert "No answer was composed" in page
    assert "It was &lt;late&gt;." in page
    assert "hx-get" not in page


def test_a_passage_that_is_gone_is_called_so(made: Make, client: Client) -> None:
    answer = made(said("Six feet."))
    Chunk.objects.filter(key__in=answer.chunks).delete()
    CorpusState.objects.update(version=99)
    page = html(client, answer)
    assert "no longer among the documents" in page
    assert "The documents have changed since" in page
    assert texts.FENCES in page


def test_json_has_the_same(made: Make, client: Client) -> None:
    answer = made(said("Six feet."))
    response = client.get(reverse("answer_json", args=[answer.pk]))
    found = json.loads(response.content)
    assert found["sentences"] == [{"text": "Six feet.", "quotations": [1]}]
    assert found["quotations"][0]["text"] == texts.FENCES
    assert found["quotations"][0]["source"]["url"] == "/knowledge/fences/#height"
    assert (found["dropped_quotations"], found["dropped_sentences"]) == (1, 2)
    assert "Retry-After" not in response.headers


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["/", ".json", "/progress/"])
@pytest.mark.parametrize("key", [uuid.UUID(int=5), "x", "%00", "<script>"])
def test_no_such_answer(client: Client, key: object, end: str) -> None:
    response = client.get(f"/answers/{key}{end}")
    assert response.status_code in {400, 404}
    assert b"<script>" not in response.content


def test_a_click_counts_without_a_cookie(made: Make) -> None:
    answer = made(said("Six feet."))
    strict = Client(enforce_csrf_checks=True)
    (token,) = TOKEN.findall(html(strict, answer))
    url = reverse("answer_rating", args=[answer.pk])
    for _ in range(2):
        response = strict.post(url, {"direction": "down", "token": token}, follow=True)
        assert response.redirect_chain == [(f"/answers/{answer.pk}/?rated=yes", 303)]
        assert "Thank you, counted." in response.content.decode()
    assert AnswerRating.objects.get().count == 1
    assert strict.cookies == {}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"direction": "up"}, "not complete"),
        ({"direction": "up", "token": "x"}, "not complete"),
        ({"direction": "sideways"}, "up or down"),
        ({}, "up or down"),
    ],
)
def test_a_click_that_is_not_ours_counts_nothing(
    made: Make, client: Client, given: dict[str, str], words: str
) -> None:
    response = client.post(reverse("answer_rating", args=[made().pk]), given)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not AnswerRating.objects.exists()
    assert client.get(response.request["PATH_INFO"]).status_code == 405
