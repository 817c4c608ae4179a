import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from permits.tests.pages.test_neighborhood import OUTLINE, put

pytestmark = pytest.mark.usefixtures("record")
HERE = "/neighborhoods/"


def page_of(client: Client) -> str:
    return re.sub(r"\s+", " ", client.get(HERE).content.decode())


def test_lists_them_by_name_in_two_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    put("", None, permits=99)
    put("mission", "Mission", permits=1204, days=[["in-house", 64, 8]], outline=OUTLINE)
    put("marina", "Marina", permits=3)
    with django_assert_num_queries(2):
        page = page_of(client)
    marina, mission = page.index('"/neighborhoods/marina/"'), page.index(">Mission<")
    assert marina < mission
    assert "<td>1,204</td>" in page
    assert '64 days <span class="small soft">n = 8</span>' in page
    assert "none issued" in page
    assert page.count('class="area"') == 1


def test_nothing_counted_is_said(client: Client) -> None:
    page = page_of(client)
    assert "Neighborhoods have not been counted yet." in page
    assert "leaflet" not in page
    assert client.get("/neighborhoods/map.json").status_code == 404
    assert client.get("/neighborhoods.json").json()["neighborhoods"] == []


def test_json_and_map(client: Client) -> None:
    put("mission", "Mission", permits=4, outline=OUTLINE)
    (found,) = client.get("/neighborhoods.json").json()["neighborhoods"]
    assert (found["slug"], found["permits"]) == ("mission", 4)
    (area,) = client.get("/neighborhoods/map.json").json()["features"]
    assert area["properties"] == {"name": "Mission", "url": "/neighborhoods/mission/"}


def test_is_linked_from_every_page(client: Client) -> None:
    for url in ("/", "/search/?q=bath", "/nothing/"):
        assert 'href="/neighborhoods/"' in client.get(url).content.decode(), url
