"""The sitemap as crawlers read it: made after a load, and read a range of keys at a time."""

from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from permits import derived, sitemap
from permits.models import Entity, Neighborhood, SitemapPage, Station
from permits.tests.factories import LoadFactory, ParcelFactory, PermitFactory
from permits.views.sitemap import NAMESPACE

pytestmark = pytest.mark.django_db
SITE = "http://testserver"


def _entity(number: int, name: str | None, permits: int) -> Entity:
    return Entity.objects.create(
        id=number,
        name=name,
        kind="firm",
        method="single",
        confidence=1,
        reasons=[],
        roles=[],
        licenses=[],
        business_numbers=[],
        spellings=[],
        contact_count=permits,
        permit_count=permits,
    )


def _station(code: str) -> Station:
    return Station.objects.create(
        station=code,
        as_of="2026-01-01",
        finished_steps=1,
        open_reviews=0,
        leftovers=0,
        monthly_finished=[],
        monthly_days=[],
    )


def _listed(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer["Content-Type"] == "application/xml"
    root = ET.fromstring(answer.content)
    return [found.text or "" for found in root.iter(f"{{{NAMESPACE}}}loc")]


@pytest.mark.parametrize(
    ("kind", "addresses"),
    [
        ("permits", ["/permits/202301010001/", "/permits/M%261/"]),
        ("parcels", ["/parcels/0026T/007/"]),
        ("entities", ["/entities/9/nunez-sons/", "/entities/10/name-not-recorded/"]),
        ("stations", ["/stations/CP-ZOC/", "/stations/PPC/%232/"]),
        ("neighborhoods", ["/neighborhoods/sunset-parkside/"]),
    ],
)
def test_each_kind_of_page_is_listed(
    kind: str, addresses: list[str], client: Client
) -> None:
    for number in ("202301010001", "M&1", "a/b"):
        PermitFactory.create(permit_number=number)
    ParcelFactory.create(blklot="0026T007", block="0026T", lot="007")
    ParcelFactory.create(blklot="none", block=None, lot=None)
    _entity(9, "Núñez & Sons", 2)
    _entity(10, None, 3)
    _entity(11, "One Permit", 1)
    _station("CP-ZOC")
    _station("PPC/#2")
    Neighborhood.objects.create(name="Sunset/Parkside", load=LoadFactory.create())
    sitemap.rebuild()
    assert f"{SITE}/sitemaps/{kind}-1.xml" in _listed(client, "/sitemap.xml")
    found = _listed(client, f"/sitemaps/{kind}-1.xml")
    assert [one.replace("&", "%26") for one in found] == [
        f"{SITE}{one}" for one in addresses
    ]


def test_pages_are_cut_in_the_order_of_the_keys(client: Client) -> None:
    for number in (2, 9, 10, 11, 100):
        _entity(number, "x", 2)
    made = sitemap.rebuild(most=2)
    assert (made.pages, made.addresses, made.written["added"]) == (3, 5, 3)
    ranges = SitemapPage.objects.order_by("number").values_list("first_key", "last_key")
    assert list(ranges) == [("2", "9"), ("10", "11"), ("100", "100")]
    pages = [
        _listed(client, f"/sitemaps/entities-{number}.xml") for number in (1, 2, 3)
    ]
    listed = [address.split("/")[4] for page in pages for address in page]
    assert listed == ["2", "9", "10", "11", "100"]


@pytest.mark.django_db(transaction=True)
def test_only_pages_that_are_others_are_written_again() -> None:
    for number in (1, 2, 3):
        _entity(number, "x", 2)
    sitemap.rebuild(most=2)
    assert sitemap.rebuild(most=2).written == dict.fromkeys(derived.WRITTEN, 0)
    _entity(4, "x", 2)
    assert sitemap.rebuild(most=2).written["changed"] == 1
    Entity.objects.all().delete()
    assert sitemap.rebuild(most=2).pages == 0


def test_a_page_is_read_by_one_query_over_the_index(client: Client) -> None:
    PermitFactory.create_batch(3)
    sitemap.rebuild()
    with CaptureQueriesContext(connection) as queries:
        client.get("/sitemaps/permits-1.xml")
    asked = [query["sql"] for query in queries]
    assert len(asked) == 2
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked[1]}")
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "Index Cond" in plan
    assert "Sort" not in plan


@pytest.mark.parametrize(
    "path",
    [
        "/sitemap.xml",
        "/sitemaps/permits-1.xml",
        "/sitemaps/permits-01.xml",
        "/sitemaps/permits-99999999999.xml",
        "/sitemaps/nothing-1.xml",
        "/sitemaps/permits.xml",
    ],
)
def test_what_is_not_there_is_not_found(path: str, client: Client) -> None:
    assert client.get(path).status_code == 404


def test_crawlers_are_told_where_it_is(client: Client) -> None:
    assert (
        f"Sitemap: {SITE}/sitemap.xml\n" in client.get("/robots.txt").content.decode()
    )
