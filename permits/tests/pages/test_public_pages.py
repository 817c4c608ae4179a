"""Every address of the site, as a stranger and as staff: who may keep what."""

from collections.abc import Iterator
from typing import Final

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, get_resolver
from django_redis import get_redis_connection
from pytest_django import DjangoAssertNumQueries, Settings

from ops import data_version
from permits.models import Permit
from permits.tests.pages.story import KITCHEN

pytestmark = pytest.mark.usefixtures("record")

NONE = "00000000-0000-0000-0000-000000000000"
KEY = "a" * 43
# By URL name: an address of it, which need not lead to anything.
ADDRESSES: Final = {
    "home": "/",
    "search": "/search/?q=bath",
    "search_json": "/search.json?q=bath",
    "suggest": "/search/suggest?q=bat",
    "permit": f"/permits/{KITCHEN}/",
    "permit_json": f"/permits/{KITCHEN}.json",
    "parcel": "/parcels/3616/007/",
    "parcel_json": "/parcels/3616/007.json",
    "parcel_map": "/parcels/3616/007/map.json",
    "neighborhoods": "/neighborhoods/",
    "neighborhoods_json": "/neighborhoods.json",
    "neighborhoods_map": "/neighborhoods/map.json",
    "neighborhood": "/neighborhoods/mission/",
    "neighborhood_json": "/neighborhoods/mission.json",
    "neighborhood_map": "/neighborhoods/mission/map.json",
    "entity": "/entities/1/x/",
    "entity_by_id": "/entities/1/",
    "entity_json": "/entities/1.json",
    "stations": "/stations/",
    "stations_json": "/stations.json",
    "station": "/stations/BLDG/",
    "station_json": "/stations/BLDG.json",
    "sitemap": "/sitemap.xml",
    "sitemap_page": "/sitemaps/permits-1.xml",
    "ask": "/ask/?q=deck",
    "ask_json": "/ask.json?q=deck",
    "knowledge": "/knowledge/",
    "knowledge_document": "/knowledge/none/",
    "status": "/status/",
    "status_json": "/status.json",
}
NOT_PUBLIC: Final = {
    "search_csv": "/search.csv?q=bath",
    "permits": "/permits/",
    "answer": f"/answers/{NONE}/",
    "answer_json": f"/answers/{NONE}.json",
    "answer_progress": f"/answers/{NONE}/progress/",
    "answer_rating": f"/answers/{NONE}/rating/",
    "plans": "/plans/",
    "plans_json": "/plans.json",
    "plan_deleted": "/plans/deleted/",
    "plan_file": "/plans/file/x/",
    "plan_json": f"/plans/{KEY}.json",
    "plan_csv": f"/plans/{KEY}.csv",
    "plan": f"/plans/{KEY}/",
    "plan_compare": f"/plans/{KEY}/compare/",
    "plan_sheet": f"/plans/{KEY}/sheets/1/",
    "plan_picture": f"/plans/{KEY}/sheets/1/page.webp",
    "plan_share": f"/plans/{KEY}/share/",
    "plan_cancel": f"/plans/{KEY}/cancel/",
    "plan_delete": f"/plans/{KEY}/delete/",
    "feedback": "/feedback/",
    "feedback_sent": "/feedback/sent/",
    "health": "/health",
    "healthz": "/healthz",
    "readyz": "/readyz",
    "metrics": "/metrics",
    "admin:index": "/admin/",
    "admin:login": "/admin/login/",
}
# Made of nothing but the site's own address.
PLAIN: Final = {"robots": "/robots.txt"}
# Of the public ones, those that the small record has.
THERE: Final = (
    *("home", "search", "search_json", "suggest", "permit", "permit_json"),
    *("parcel", "parcel_json", "neighborhoods", "neighborhoods_json", "stations"),
    *("stations_json", "knowledge", "status", "status_json"),
)
PRIVATE: Final = "private, no-store"


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("staff"))
    return client


@pytest.fixture
def kept(settings: Settings) -> Iterator[None]:
    """With the page cache, which is empty."""
    settings.PAGE_CACHE_ENABLE = True
    cache.clear()
    data_version.forget()
    yield
    cache.clear()
    data_version.forget()


def _names() -> Iterator[str]:
    for included in get_resolver().url_patterns:
        for one in getattr(included, "url_patterns", ()):
            if isinstance(one, URLPattern) and not getattr(included, "namespace", None):
                yield str(one.name)


def test_every_address_is_listed() -> None:
    listed = {*ADDRESSES, *NOT_PUBLIC, *PLAIN}
    named = {name for name in listed if ":" not in name}
    assert set(_names()) == named


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_stranger_is_shown_what_anybody_may_keep(name: str, client: Client) -> None:
    answer = client.get(ADDRESSES[name])
    said = answer["Cache-Control"]
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()
    if answer.status_code == 200:
        assert said.startswith("public, max-age=")
        assert "s-maxage=" in said
        assert "stale-if-error=" in said
        assert answer["ETag"]
        assert answer["Vary"] == "Accept-Encoding"
    else:
        # A page that says which request it answers is nobody else's.
        assert said in {"public, max-age=0, s-maxage=30", PRIVATE}
    assert (answer.status_code == 200) >= (name in THERE)


@pytest.mark.parametrize("name", THERE)
def test_limits_do_not_make_it_somebodys_own(
    name: str, client: Client, settings: Settings
) -> None:
    settings.RATELIMIT_ENABLE = True
    answer = client.get(ADDRESSES[name])
    assert answer["Cache-Control"].startswith("public, ")
    assert answer["Vary"] == "Accept-Encoding"


def test_what_crawlers_may_read_needs_no_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get(PLAIN["robots"])
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert not answer.cookies


@pytest.mark.parametrize("name", ADDRESSES)
def test_staff_are_shown_their_own(name: str, staff: Client) -> None:
    answer = staff.get(ADDRESSES[name])
    assert answer["Cache-Control"] == PRIVATE
    assert not answer.has_header("ETag")


@pytest.mark.parametrize("name", NOT_PUBLIC)
def test_what_is_not_for_everybody_is_kept_by_nobody(name: str, client: Client) -> None:
    assert "public" not in client.get(NOT_PUBLIC[name])["Cache-Control"]


@pytest.mark.parametrize("name", NOT_PUBLIC)
def test_nor_what_staff_are_shown(name: str, staff: Client) -> None:
    assert "public" not in staff.get(NOT_PUBLIC[name])["Cache-Control"]


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("name", THERE)
def test_from_the_cache_it_is_the_same_and_asks_nothing(
    name: str, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = client.get(ADDRESSES[name])
    with django_assert_num_queries(0):
        held = client.get(ADDRESSES[name])
        known = client.get(ADDRESSES[name], headers={"If-None-Match": made["ETag"]})
    assert (held.status_code, known.status_code) == (200, 304)
    assert held.content == made.content
    assert held["Content-Type"] == made["Content-Type"]
    assert held["Cache-Control"] == made["Cache-Control"] == known["Cache-Control"]


def _keys() -> int:
    return len(list(get_redis_connection("default").scan_iter("page:*")))


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("address", "others"),
    [
        (
            "/search/?q=bath",
            ("?q=%20bath%20&a=1", "?utm=2&q=bath", "?q=bath&sort=best"),
        ),
        ("/search/?q=bath&status=issued", ("?status=ISSUED&q=bath&x=1",)),
        ("/search.json?q=bath", ("?x=1&q=bath",)),
        ("/search/suggest?q=bat", ("?q=BAT", "?q=%20Bat&limit=100")),
        ("/stations/?order=code", ("?order=code&x=1",)),
        ("/parcels/3616/007/", ("?open=x", "?open=3&from=0", "?x=1")),
        (f"/permits/{KITCHEN}/", ("?x=1", "?q=2")),
        ("/knowledge/", ("?page=x", "?page=1", "?page=0&x=1")),
        ("/", ("?x=1",)),
    ],
)
def test_other_writings_of_it_make_no_key(
    address: str, others: tuple[str, ...], client: Client
) -> None:
    first = client.get(address)
    assert _keys() == 1
    path = address.partition("?")[0]
    for other in others:
        answer = client.get(f"{path}{other}")
        assert (answer.status_code, answer.content) == (200, first.content), other
    assert _keys() == 1


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=bath&status=nonsense",
        "/search/?q=bath&page=7",
        "/search/?cursor=rubbish",
        "/search.json?type=77",
        "/stations/?order=nonsense",
        "/permits/0000/",
        "/permits/2024-0301-0001/",
        "/parcels/9999/999/",
        "/neighborhoods/nowhere/",
        "/entities/999999/",
        "/search/?q=" + "x" * 3000,
    ],
)
def test_junk_makes_no_key(address: str, client: Client) -> None:
    for _ in range(2):
        assert client.get(address).status_code in {200, 301, 404}
    assert _keys() == 0


@pytest.mark.usefixtures("kept")
def test_a_part_is_not_taken_for_the_page(client: Client) -> None:
    for _ in range(2):
        part = client.get("/search/?q=bath&part=results")
        page = client.get("/search/?q=bath")
        assert b"<html" not in part.content
        assert b"<html" in page.content
        assert part["HX-Push-Url"] == "/search/?q=bath"
        assert part["X-Robots-Tag"] == "noindex"
    assert _keys() == 2


@pytest.mark.usefixtures("kept")
def test_the_address_to_write_about_is_not_another_visitors(client: Client) -> None:
    for asked in ("?secret=1", "?secret=2"):
        said = client.get(f"/permits/{KITCHEN}/{asked}").content.decode()
        assert f"page=%2Fpermits%2F{KITCHEN}%2F" in said
        assert "secret" not in said


@pytest.mark.usefixtures("kept")
def test_a_load_is_seen_by_who_knows_of_it(client: Client) -> None:
    address = f"/permits/{KITCHEN}/"
    before = client.get(address)
    Permit.objects.filter(pk=KITCHEN).update(description="A new deck")
    assert client.get(address).content == before.content
    data_version.bump()
    data_version.forget()
    after = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert b"A new deck" in after.content
