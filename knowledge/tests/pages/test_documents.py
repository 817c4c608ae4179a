from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from knowledge.load import load_documents
from knowledge.models import Chunk, Document
from knowledge.tests import texts
from knowledge.views import documents


def html(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_lists_what_is_searched(corpus: Path, client: Client) -> None:
    page = html(client, "/knowledge/")
    assert page.index("Our own articles") < page.index("Department of Building")
    assert 'href="/knowledge/fences/"' in page
    assert page.count('href="/knowledge/') >= 11
    assert 'rel="next"' not in page


def test_many_are_paged(
    corpus: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "PAGE", 4)
    first = html(client, "/knowledge/")
    assert 'href="/knowledge/?page=2"' in first
    last = html(client, "/knowledge/?page=3")
    assert 'href="/knowledge/?page=2"' in last
    assert 'rel="next"' not in last


@pytest.mark.parametrize("number", ["0", "-1", "x", "%00", "9" * 400, "77", "\u0663"])
def test_any_page_number_is_answered(corpus: Path, client: Client, number: str) -> None:
    html(client, f"/knowledge/?page={number}")


def test_an_article_says_whose_words_it_is(corpus: Path, client: Client) -> None:
    page = html(client, "/knowledge/fences/")
    assert "Our own article" in page
    assert '<section id="height">' in page
    assert texts.FENCES in page
    for fact in ("November 23, 2026", "from January 1, 2026", "Made from"):
        assert fact in page


def test_a_city_text_is_not_the_citys_page(corpus: Path, client: Client) -> None:
    document = Document.objects.get(publication="S-10")
    page = html(client, f"/knowledge/{document.slug}/")
    assert "This is not the City's own page" in page
    assert "A rear deck over 30 inches high needs a permit." in page
    for chunk in document.chunks.all():
        assert f'id="{chunk.anchor}"' in page


def test_problems_and_newer_texts_are_told(corpus: Path, client: Client) -> None:
    newer = Document.objects.get(publication="G-04")
    old = Document.objects.filter(publication="S-10")
    old.update(problems=["3 NUL <characters> left out"], superseded_by=newer)
    page = html(client, f"/knowledge/{old.get().slug}/")
    assert "3 NUL &lt;characters&gt; left out" in page
    assert "Superseded." in page
    assert f'href="/knowledge/{newer.slug}/"' in page


def test_a_copy_leads_to_the_text_that_is_searched(
    corpus: Path, client: Client
) -> None:
    one, other = Document.objects.filter(form="text")[:2]
    Document.objects.filter(pk=one.pk).update(same_as=other)
    response = client.get(f"/knowledge/{one.slug}/")
    assert response.headers["Location"] == f"/knowledge/{other.slug}/"
    assert f'"/knowledge/{one.slug}/"' not in html(client, "/knowledge/")


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["nothing", "%00", "%ED%A0%80", "x" * 5_000, "<b>"])
def test_no_such_document(client: Client, slug: str) -> None:
    response = client.get(f"/knowledge/{slug}/")
    assert response.status_code in {400, 404}
    assert b"<b>" not in response.content


@pytest.mark.django_db
def test_an_empty_list_says_so(client: Client) -> None:
    assert "No documents are loaded." in html(client, "/knowledge/")


def test_markup_in_a_document_is_text(db: None, tmp_path: Path, client: Client) -> None:
    attack = "Decks <script>alert(1)</script> <b onclick=x>are</b> fine."
    texts.sheet(tmp_path / "s", number="S-10", title="Decks", text=attack)
    texts.article(tmp_path / "s", text=attack)
    load_documents([tmp_path / "s"])
    for document in Document.objects.all():
        page = html(client, f"/knowledge/{document.slug}/")
        assert "<script>alert" not in page
        assert "<b onclick" not in page
        assert "&lt;script&gt;" in page


def test_a_known_number_of_queries(
    corpus: Path,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assert Chunk.objects.exists()
    # The document with the newer one, its passages; what is loaded, for the foot.
    with django_assert_num_queries(3):
        html(client, "/knowledge/fences/")
