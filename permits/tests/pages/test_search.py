import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from permits.tests.pages.story import KITCHEN, SCRIPT

pytestmark = pytest.mark.usefixtures("record")


def page_of(client: Client, url: str, **headers: str) -> str:
    answer = client.get(url, headers=headers)
    assert answer.status_code == 200, url
    return answer.content.decode()


def numbers(page: str) -> list[str]:
    return re.findall(r'<h2 class="what"><a href="/permits/([^/]+)/"', page)


def test_a_row_says_what_where_when_how_much_and_status(client: Client) -> None:
    page = page_of(client, "/search/?q=kitchen")
    assert numbers(page) == [KITCHEN]
    for said in (
        "Kitchen remodel",
        "2500 Mission St",
        "Mar 1, 2024",
        "$30,000",
        "Complete",
        "1 permit",
        "Permits for “kitchen”",
    ):
        assert said in page, said


def test_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    # Settings of the search, the search itself, its permits, the statistics.
    with django_assert_max_num_queries(6):
        client.get("/search/?q=bath&status=issued")


def test_an_exact_number_goes_to_the_record(client: Client) -> None:
    answer = client.get("/search/?q=2024-0301-0001")
    assert answer.status_code == 302
    assert answer["Location"] == f"/permits/{KITCHEN}/"
    htmx = client.get("/search/?q=2024-0301-0001&part=results")
    assert htmx["HX-Redirect"] == f"/permits/{KITCHEN}/"


def test_htmx_gets_the_results_alone(client: Client) -> None:
    answer = client.get("/search/?part=results&q=bath")
    page = answer.content.decode()
    assert "<html" not in page
    assert '<div id="results"' in page
    assert 'hx-swap-oob="innerHTML:#announce">60 permits' in page
    assert answer["HX-Push-Url"] == "/search/?q=bath"
    assert answer["Vary"] == "Accept-Encoding"
    # Its header alone makes no difference, as it makes none to a cache on the way.
    whole = client.get("/search/?q=bath", headers={"HX-Request": "true"})
    assert "<html" in whole.content.decode()


def test_pages_follow_one_another_and_lead_back(client: Client) -> None:
    seen: list[str] = []
    url: str | None = "/search/?q=bath&sort=newest"
    while url:
        page = page_of(client, url)
        seen += numbers(page)
        found = re.search(r'rel="next"\s+href="([^"]+)"', page)
        url = found[1].replace("&amp;", "&") if found else None
    assert len(seen) == len(set(seen)) == 60
    assert 'rel="prev"' in page


def test_filters_are_chips_that_can_be_removed(client: Client) -> None:
    page = page_of(client, "/search/?q=bath&status=issued&neighborhood=Mission")
    assert "30 permits" in page
    assert 'href="/search/?q=bath&amp;neighborhood=Mission"' in page
    assert "Remove all filters" in page
    assert 'aria-current="true"' in page


def test_only_plain_searches_may_be_indexed(client: Client) -> None:
    assert 'content="index, follow"' in page_of(client, "/search/?q=bath")
    for more in ("status=issued", "sort=cost", "exact=1"):
        page = page_of(client, f"/search/?q=bath&{more}")
        assert 'content="noindex, follow"' in page, more


def test_a_correction_is_told_and_can_be_undone(client: Client) -> None:
    page = page_of(client, "/search/?q=kitchn+remodel")
    assert "Showing results for" in page
    assert "<strong>kitchen</strong>" in page
    assert "/search/?q=kitchn+remodel&amp;exact=1" in page
    as_typed = page_of(client, "/search/?q=kitchn+remodel&exact=1")
    assert "Showing results for" not in as_typed


def test_an_empty_page_helps(client: Client) -> None:
    page = page_of(client, "/search/?q=kitchen&status=revoked&year=2024")
    assert "No permits for “kitchen”" in page
    assert "Leave out “revoked”" in page
    assert "1 permit" in page
    assert "Leave out “filed 2024”" not in page, "that would find nothing either"
    assert "Check the writing" in page
    assert "These find something" in page


def test_a_wrong_parameter_is_told_in_words(client: Client) -> None:
    page = page_of(client, "/search/?q=bath&status=nonsense&cursor=junk&page=10")
    assert "“nonsense” is not a status of the record" in page
    assert "damaged" in page
    assert "no page numbers" in page
    assert len(numbers(page)) == 25


def test_markup_in_the_data_is_shown_as_text(client: Client) -> None:
    page = page_of(client, "/search/?q=bench+shelf")
    assert numbers(page) == [SCRIPT]
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_no_inline_script_or_style(client: Client) -> None:
    for url in ("/", "/search/?q=bath", f"/permits/{KITCHEN}/", "/search/?q=zzzz"):
        page = page_of(client, url)
        assert " style=" not in page
        assert "<style" not in page
        assert not re.search(r"\son[a-z]+=", page)
        for script in re.findall(r"<script[^>]*>", page):
            assert "src=" in script or "application/ld+json" in script


def test_a_page_is_light(client: Client) -> None:
    for url in ("/", "/search/", "/search/?q=bath", f"/permits/{KITCHEN}/"):
        assert len(client.get(url).content) < 60_000, url


def test_suggestions_lead_somewhere(client: Client) -> None:
    answer = client.get("/search/suggest?q=2500+mis")
    found = answer.json()["suggestions"]
    assert {"label": "2500 Mission St", "kind": "address"}.items() <= found[0].items()
    assert client.get(found[0]["url"]).status_code == 200
    assert client.get("/search/suggest?q=").json() == {"suggestions": []}
    assert client.get("/search/suggest?q=20240301").json()["suggestions"][0]["url"] == (
        f"/permits/{KITCHEN}/"
    )
