import re

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from permits.tests.pages.story import make_record


@pytest.mark.usefixtures("record")
def test_says_what_is_in_here_and_how_fresh(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # The statistics, for the page and again for the footer of every page.
    with django_assert_num_queries(2):
        page = client.get("/").content.decode()
    assert '<input id="q"' in page
    assert re.search(r"<dd>\s*66\s*</dd>", page), "permits"
    assert "2023 to 2024" in page
    assert "Jan 2, 2026" in page
    assert page.count('class="what"') >= 2, "examples"
    assert "Sample data" not in page


@pytest.mark.django_db
def test_every_page_says_that_a_sample_is_invented(client: Client) -> None:
    make_record(source="sample")
    for url in ("/", "/search/?q=bath", "/permits/202403010001/", "/permits/1/", "/x"):
        assert "these permits are invented" in client.get(url).content.decode(), url


@pytest.mark.django_db
def test_an_empty_record_says_so(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Nothing is in here yet" in page
    assert "Nothing has been loaded yet." in page
    assert client.get("/search/").status_code == 200


def test_crawlers_are_told_what_not_to_read(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert b"Disallow: /search.csv" in answer.content
