"""People and parcels on the results page, in its JSON, and the list of one entity."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from permits.models import Entity, EntityRedirect, Permit
from permits.search import index
from permits.tests.pages.story import KITCHEN
from permits.tests.pages.test_search import numbers, page_of
from permits.tests.search.entity_rows import EntityFactory, name_on

pytestmark = pytest.mark.usefixtures("record")


@pytest.fixture
def jane() -> Entity:
    """On the kitchen and on thirty bathrooms, and a namesake."""
    jane = EntityFactory.create(
        name="Jane <b>Roe</b>", licenses=["987654"], permit_count=412
    )
    EntityFactory.create(name="Tom Roe", kind="firm", first_date=None)
    baths = Permit.objects.filter(description__startswith="bath")[:30]
    name_on(jane, Permit.objects.get(pk=KITCHEN), *baths)
    index.rebuild()
    return jane


def people_in(page: str) -> list[str]:
    return re.findall(r'class="what"><a href="(/entities/[^"]+)"', page)


def parcels_in(page: str) -> list[str]:
    return re.findall(r'class="what"><a href="/parcels/([^"]+)/"', page)


def tabs_in(page: str) -> list[str]:
    found = re.search(r'<nav class="tabs".*?</nav>', page, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", " ", found[0]).split()


def test_a_name_shows_people_beside_the_permits(client: Client, jane: Entity) -> None:
    page = page_of(client, "/search/?q=roe")
    assert len(people_in(page)) == 2
    assert f"/entities/{jane.pk}/jane-b-roe-b/" in people_in(page)
    for said in ("412 permits", "2003 to 2025", "987654", "Contractor"):
        assert said in page, said
    assert "Jane &lt;b&gt;Roe&lt;/b&gt;" in page
    assert "<b>Roe" not in page
    assert "No permits mentioning “roe”" in page
    assert tabs_in(page) == ["Permits", "0", "People", "2", "Parcels"]


def test_a_place_shows_its_parcels(client: Client) -> None:
    page = page_of(client, "/search/?q=2500+mission")
    assert parcels_in(page) == ["3616/007"]
    assert "2500 to 2502 Mission St" in page
    assert "in use" in page
    assert people_in(page) == []


@pytest.mark.parametrize("text", ["bath", "kitchen 2024", "castro"])
def test_other_readings_ask_for_neither(client: Client, text: str) -> None:
    page = page_of(client, f"/search/?q={text}")
    assert people_in(page) == parcels_in(page) == []


def test_people_have_a_list_of_their_own(client: Client, jane: Entity) -> None:
    page = page_of(client, "/search/?q=roe+jane&in=people")
    assert people_in(page) == [f"/entities/{jane.pk}/jane-b-roe-b/"]
    assert "People and firms for “roe jane”" in page
    assert "1 person or firm" in page
    assert numbers(page) == []
    assert 'href="/search/?q=roe+jane"' in page
    assert 'content="noindex, follow"' in page


def test_many_people_are_cut_and_it_is_told(client: Client) -> None:
    for number in range(60):
        EntityFactory.create(name=f"Zorbit {number}")
    page = page_of(client, "/search/?q=zorbit&in=people")
    assert len(people_in(page)) == 50
    assert "60 people and firms" in page
    assert "The first 50 are shown" in page
    beside = page_of(client, "/search/?q=zorbit")
    assert len(people_in(beside)) == 3
    assert "10+" in tabs_in(beside)
    assert "/search/?q=zorbit&amp;in=people" in beside


def test_parcels_have_a_list_of_their_own(client: Client) -> None:
    page = page_of(client, "/search/?q=block+3616&in=parcels")
    assert parcels_in(page) == ["3616/007", "3616/101"]
    assert "Retired" in page or "retired" in page
    assert "2 parcels" in page


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("/search/?q=zzzz&in=people", "No person or firm in the record fits “zzzz”"),
        ("/search/?q=zzzz&in=parcels", "No parcel in the record fits “zzzz”"),
        ("/search/?in=people", "Type a name"),
        ("/search/?in=parcels", "Type an address"),
        ("/search/?q=zzzz&in=people", "none recorded as of"),
        ("/search/?q=roe&in=people&status=issued", "These narrow permits alone"),
        ("/search/?q=bath&in=nothing", "“nothing” is not a part of the search"),
    ],
)
def test_an_empty_list_says_why(client: Client, url: str, said: str) -> None:
    assert said in page_of(client, url)


def test_what_is_not_loaded_is_not_none(client: Client) -> None:
    from permits.models import Load, Parcel

    Parcel.objects.all().delete()
    Load.objects.filter(dataset="parcels").update(status="failed")
    assert "Parcels: not loaded" in page_of(client, "/search/?q=zzzz&in=parcels")


def test_htmx_gets_a_list_alone(client: Client, jane: Entity) -> None:
    url = "/search/?q=roe&in=people&part=results"
    page = client.get(url).content.decode()
    assert "<html" not in page
    assert '<div id="results"' in page
    assert 'hx-swap-oob="innerHTML:#announce">2 people and firms' in page


def test_the_permits_of_an_entity(client: Client, jane: Entity) -> None:
    page = page_of(client, f"/search/?entity={jane.pk}")
    assert "Permits of Jane &lt;b&gt;Roe&lt;/b&gt;" in page
    assert "31 permits" in page
    assert "electrical and plumbing permits are not among these" in page
    assert f'href="/entities/{jane.pk}/jane-b-roe-b/"' in page
    chip = "Person or firm: Jane &lt;b&gt;Roe&lt;/b&gt;"
    narrowed = page_of(client, f"/search/?entity={jane.pk}&status=complete")
    assert chip in narrowed
    assert numbers(narrowed) == [KITCHEN]
    assert f'rel="canonical" href="/search/?status=complete&amp;entity={jane.pk}"' in (
        narrowed
    )


def test_every_page_of_an_entity_is_hers(client: Client, jane: Entity) -> None:
    seen: list[str] = []
    url: str | None = f"/search/?entity={jane.pk}"
    while url:
        page = page_of(client, url)
        seen += numbers(page)
        found = re.search(r'rel="next"\s+href="([^"]+)"', page)
        url = found[1].replace("&amp;", "&") if found else None
    assert len(seen) == len(set(seen)) == 31
    lines = b"".join(client.get(f"/search.csv?entity={jane.pk}")).decode()
    assert len(lines.splitlines()) == 32


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("abc", "“abc” is not the number of a person or firm"),
        ("-1", "is not the number of a person or firm"),
        ("0", "is not the number of a person or firm"),
        ("1e3", "is not the number of a person or firm"),
        (str(10**19), "is not the number of a person or firm"),
        (str(10**18 - 1), "No person or firm is recorded under number"),
        ("%00", "All permits"),
    ],
)
def test_odd_numbers_are_told_in_words(client: Client, value: str, said: str) -> None:
    assert said in page_of(client, f"/search/?entity={value}")
    for form in ("json", "csv"):
        assert client.get(f"/search.{form}?entity={value}").status_code == 200


def test_a_merged_number_leads_on(client: Client, jane: Entity) -> None:
    EntityRedirect.objects.create(id=77_777, entity=jane)
    page = page_of(client, "/search/?entity=77777")
    assert "31 permits" in page
    assert "Number 77777 is now part of number" in page
    assert f'rel="canonical" href="/search/?entity={jane.pk}"' in page


def test_json_has_people_and_parcels(client: Client, jane: Entity) -> None:
    found = client.get("/search.json?q=987654").json()
    assert found["people"]["count"] == {"value": 1, "is_minimum": False}
    (row,) = found["people"]["rows"]
    assert row["id"] == jane.pk
    assert row["matched"] == "number"
    assert found["parcels"] is None
    place = client.get("/search.json?q=3616/007").json()
    assert place["people"] is None
    (lot,) = place["parcels"]["rows"]
    assert (lot["block"], lot["lot"], lot["active"]) == ("3616", "007", True)
    assert lot["permits"]["is_minimum"] is False
    listed = client.get("/search.json?q=roe&in=people").json()
    assert len(listed["people"]["rows"]) == 2
    assert client.get("/search.json?q=bath").json()["people"] is None


@pytest.mark.parametrize(
    "url",
    ["/search/?q=roe", "/search/?q=3616/007", "/search/?q=roe&in=people", "{entity}"],
)
def test_few_queries(
    client: Client,
    jane: Entity,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    url: str,
) -> None:
    with django_assert_max_num_queries(8):
        client.get(url.format(entity=f"/search/?entity={jane.pk}&status=issued"))
