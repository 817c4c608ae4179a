import gzip
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from django_redis import get_redis_connection
from pytest_django import DjangoAssertNumQueries, Settings
from redis.exceptions import ConnectionError as NoRedisError

from ops import data_version, database, page_store, public
from ops.breaker import Breaker
from ops.models import DataVersion
from ops.public import public_page

made: list[str] = []


def _asked(given: QueryDict) -> str | None:
    text = given.get("q", "").strip()
    return None if text == "odd" else f"q={text}" if text else ""


@public_page("test", fresh=100, stale=10, asked=_asked)
def _page(request: HttpRequest) -> HttpResponse:
    made.append(request.get_full_path())
    return HttpResponse("<p>word </p>" * 100 + request.GET.get("q", ""))


@public_page("test", fresh=100, stale=10)
def _status(request: HttpRequest, status: int) -> HttpResponse:
    made.append(request.path)
    return HttpResponse("x", status=status, headers={"Location": "/there/"})


@public_page("test", fresh=100, stale=10)
def _cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("mine")
    response.set_cookie("a", "b")
    return response


@public_page("test", fresh=100, stale=10)
def _session(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.session.get("name", "nobody"))


@public_page("test", fresh=100, stale=10)
def _version(request: HttpRequest) -> HttpResponse:
    made.append("version")
    return HttpResponse(f"version {data_version.read('default')}")


urlpatterns = [
    path("page", _page),
    path("status/<int:status>", _status),
    path("cookie", _cookie),
    path("session", _session),
    path("version", _version),
    path("", include("sfpermits.urls")),
]
PUBLIC = (
    "public, max-age=0, s-maxage=100, stale-while-revalidate=10, stale-if-error=86400"
)
PRIVATE = "private, no-store"
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def _fresh_cache(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.PAGE_CACHE_ENABLE = True
    monkeypatch.setattr(page_store, "breaker", Breaker())
    cache.clear()
    data_version.forget()
    made.clear()
    yield
    cache.clear()
    data_version.forget()


def _keys() -> list[bytes]:
    return sorted(get_redis_connection("default").scan_iter("page:*"))


def test_a_page_is_made_once_and_says_how_long_it_lasts(client: Client) -> None:
    first, second = client.get("/page"), client.get("/page")
    assert made == ["/page"]
    for answer in (first, second):
        assert answer["Cache-Control"] == PUBLIC
        assert answer["Vary"] == "Accept-Encoding"
        assert not answer.cookies
        assert int(answer["Content-Length"]) == len(answer.content)
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    assert re.fullmatch('"[0-9a-f]{32}"', first["ETag"])


def test_a_hit_asks_the_database_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    etag = client.get("/page")["ETag"]
    with django_assert_num_queries(0):
        assert client.get("/page").status_code == 200
        known = client.get("/page", headers={"If-None-Match": etag})
    assert known.status_code == 304
    assert (known.content, known["ETag"]) == (b"", etag)
    assert known["Cache-Control"] == PUBLIC


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("*", 304),
        ("W/{plain}", 304),
        ('"other", {plain}', 304),
        ("{gzip}", 304),
        ('"other"', 200),
        ("rubbish", 200),
        ("", 200),
    ],
)
def test_what_a_visitor_has_is_not_sent_again(
    client: Client, given: str, status: int
) -> None:
    plain = client.get("/page")["ETag"]
    given = given.format(plain=plain, gzip=f'{plain[:-1]}-gzip"')
    assert client.get("/page", headers={"If-None-Match": given}).status_code == status


@pytest.mark.parametrize(
    ("accepted", "is_gzipped"),
    [
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip;q=0.0, br", False),
        ("br", False),
        ("", False),
    ],
)
def test_gzip_is_for_who_takes_it(
    client: Client, accepted: str, *, is_gzipped: bool
) -> None:
    plain = client.get("/page")
    answer = client.get("/page", headers={"Accept-Encoding": accepted})
    assert answer.has_header("Content-Encoding") is is_gzipped
    assert (answer["ETag"] != plain["ETag"]) is is_gzipped
    body = gzip.decompress(answer.content) if is_gzipped else answer.content
    assert body == plain.content
    assert made == ["/page"]


def test_a_head_is_answered_from_what_a_get_made(client: Client) -> None:
    length = client.get("/page")["Content-Length"]
    answer = client.head("/page")
    assert (answer.content, answer["Content-Length"]) == (b"", length)
    assert made == ["/page"]


def test_parameters_that_nobody_reads_make_no_key(client: Client) -> None:
    for junk in ("", "?a=1", "?utm=x&b=2", "?q=", "?q=%20", "?q=&q=", "?" + "z" * 5000):
        client.get(f"/page{junk}")
    assert made == ["/page"]
    assert len(_keys()) == 1
    client.get("/page?q=a&z=1")
    client.get("/page?z=2&q=%20a%20")
    # Nor does the page see them: it could show one visitor's to another.
    assert made == ["/page", "/page?q=a"]


@pytest.mark.parametrize("asked", ["?q=odd", "?q=" + "x" * 1001])
def test_what_is_not_worth_keeping_is_answered_and_not_kept(
    client: Client, asked: str
) -> None:
    for _ in range(2):
        assert client.get(f"/page{asked}")["Cache-Control"] == PRIVATE
    assert len(made) == 2
    assert _keys() == []


def test_the_cookies_that_count_are_these() -> None:
    named = {settings.SESSION_COOKIE_NAME, database.COOKIE}
    assert set(settings.PERSONAL_COOKIES) == named


@pytest.mark.parametrize("name", [settings.SESSION_COOKIE_NAME, database.COOKIE])
def test_who_is_known_gets_an_answer_of_their_own(client: Client, name: str) -> None:
    client.get("/page")
    client.cookies[name] = "x"
    for _ in range(2):
        answer = client.get("/page?q=a&z=1")
        assert answer["Cache-Control"] == PRIVATE
        assert not answer.has_header("ETag")
    # All of the request is theirs.
    assert made[1:] == ["/page?q=a&z=1"] * 2
    assert len(_keys()) == 1


def test_a_request_with_authorization_is_its_own(client: Client) -> None:
    answer = client.get("/page", headers={"Authorization": "Bearer x"})
    assert answer["Cache-Control"] == PRIVATE
    assert _keys() == []


@pytest.mark.parametrize("address", ["/cookie", "/session"])
def test_an_answer_that_is_somebodys_is_not_shared(
    client: Client, address: str
) -> None:
    assert client.get(address)["Cache-Control"] == PRIVATE
    assert _keys() == []


@pytest.mark.parametrize(
    ("status", "cache_control", "times"),
    [
        (200, PUBLIC, 1),
        (301, PUBLIC, 2),
        (302, PUBLIC, 2),
        (404, "public, max-age=0, s-maxage=30", 2),
        (410, "public, max-age=0, s-maxage=30", 2),
        (400, PRIVATE, 2),
        (403, PRIVATE, 2),
        (429, PRIVATE, 2),
        (500, PRIVATE, 2),
        (503, PRIVATE, 2),
    ],
)
def test_by_status(client: Client, status: int, cache_control: str, times: int) -> None:
    for _ in range(2):
        answer = client.get(f"/status/{status}")
        assert answer.status_code == status
        assert answer["Cache-Control"] == cache_control
        assert answer["Location"] == "/there/"
    assert len(made) == times


def test_a_change_of_the_data_makes_it_anew(client: Client) -> None:
    assert client.get("/version").content == b"version 0"
    data_version.bump()
    # A process goes by the number it knows for two seconds.
    assert client.get("/version").content == b"version 0"
    data_version.forget()
    assert client.get("/version").content == b"version 1"
    assert made == ["version"] * 2


def test_a_page_is_kept_under_the_version_it_was_made_of(client: Client) -> None:
    data_version.current()
    data_version.bump()
    # This process still goes by 0; what it makes is of 1, and so not kept under 0.
    assert client.get("/version").content == b"version 1"
    assert client.get("/version").content == b"version 1"
    assert made == ["version"] * 2
    data_version.forget()
    client.get("/version")
    assert made == ["version"] * 2


@override_settings(ALLOWED_HOSTS=["*"])
def test_each_host_and_scheme_has_its_own(client: Client) -> None:
    client.get("/page")
    client.get("/page", headers={"Host": "other.example"})
    client.get("/page", secure=True)
    assert len(made) == len(_keys()) == 3


def test_a_page_whose_time_is_over_is_shown_while_one_renews_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/page")
    monkeypatch.setattr(page_store.Page, "is_fresh", False)
    (key,) = _keys()
    assert page_store.lock(key.decode(), "somebody")
    assert client.get("/page").status_code == 200
    assert len(made) == 1
    page_store.unlock(key.decode(), "somebody")
    client.get("/page")
    assert len(made) == 2
    # The lock was given back.
    assert page_store.lock(key.decode(), "next")


def test_nothing_is_kept_beyond_the_hours_bytes(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PAGE_CACHE_MB", 0)
    for _ in range(2):
        assert client.get("/page")["Cache-Control"] == PUBLIC
    assert len(made) == 2
    assert _keys() == []


def test_without_redis_every_page_is_made(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone:
        def __getattr__(self, name: str) -> None:
            raise NoRedisError

    monkeypatch.setattr(page_store, "get_redis_connection", lambda _alias: Gone())
    for _ in range(4):
        answer = client.get("/page")
        assert (answer.status_code, answer["Cache-Control"]) == (200, PUBLIC)
    assert len(made) == 4


def test_what_is_no_page_is_made_anew(client: Client) -> None:
    client.get("/page")
    (key,) = _keys()
    for rubbish in (b"", b"x", b"{}\nbody", b"[1]\n", b"\x80\x04."):
        get_redis_connection("default").set(key, rubbish)
        assert client.get("/page").status_code == 200


class _Alone:
    """As in a process where nobody else asks."""

    def take(self, _key: str, make: Callable[[], Any]) -> Any:
        return make()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("processes", [1, 10])
def test_under_a_stampede_a_page_is_made_once(
    processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if processes > 1:
        monkeypatch.setattr(public, "_flight", _Alone())
    goes = threading.Event()

    @public_page("test", fresh=100, stale=10)
    def slow(request: HttpRequest) -> HttpResponse:
        made.append("slow")
        goes.wait(5)
        return HttpResponse("done")

    data_version.current()

    def ask(_number: int) -> bytes:
        try:
            answer = slow(RequestFactory().get("/slow"))
        finally:
            connection.close()
        assert isinstance(answer, HttpResponse)
        return answer.content

    with ThreadPoolExecutor(10) as pool:
        answers = [pool.submit(ask, number) for number in range(10)]
        threading.Timer(0.1, goes.set).start()
        assert {one.result() for one in answers} == {b"done"}
    assert made == ["slow"]


@pytest.mark.django_db(transaction=True)
def test_who_has_waited_long_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "PATIENCE", 0.1)

    @public_page("test", fresh=100, stale=10)
    def view(request: HttpRequest) -> HttpResponse:
        made.append("view")
        return HttpResponse("done")

    # Somebody has the lock and died.
    monkeypatch.setattr(page_store, "get_or_lock", lambda _key, _token: False)
    answer = view(RequestFactory().get("/slow"))
    assert isinstance(answer, HttpResponse)
    assert answer.content == b"done"


@pytest.mark.django_db(transaction=True)
def test_only_so_many_are_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "_places", threading.BoundedSemaphore(1))
    monkeypatch.setattr(public, "PATIENCE", 0.1)
    goes, is_made = threading.Event(), threading.Event()

    @public_page("test", fresh=100, stale=10)
    def view(request: HttpRequest) -> HttpResponse:
        is_made.set()
        goes.wait(5)
        return HttpResponse("done")

    def ask(path: str) -> tuple[int, str]:
        try:
            answer = view(RequestFactory().get(path))
        finally:
            connection.close()
        return answer.status_code, answer.headers.get("Retry-After", "")

    data_version.current()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(ask, "/one")
        assert is_made.wait(5)
        assert ask("/two") == (503, "5")
        goes.set()
        assert first.result() == (200, "")
    assert ask("/two") == (200, "")


@pytest.mark.django_db(transaction=True)
def test_no_page_is_half_old_and_half_new() -> None:
    seen: list[int] = []

    def load() -> None:
        with transaction.atomic():
            data_version.bump()
        connection.close()

    @public_page("test", fresh=100, stale=10)
    def view(request: HttpRequest) -> HttpResponse:
        seen.append(data_version.read("default"))
        other = threading.Thread(target=load)
        other.start()
        other.join()
        seen.append(data_version.read("default"))
        return HttpResponse(f"of {seen[-1]}")

    def ask() -> bytes:
        answer = view(RequestFactory().get("/slow"))
        assert isinstance(answer, HttpResponse)
        return answer.content

    assert ask() == b"of 0"
    assert seen == [0, 0]
    # It was kept, and under the number it is of.
    assert ask() == b"of 0"
    data_version.forget()
    assert ask() == b"of 1"


def test_a_failure_is_not_kept_and_gives_the_lock_back() -> None:
    fails = [True]

    @public_page("test", fresh=100, stale=10)
    def view(request: HttpRequest) -> HttpResponse:
        if fails:
            raise ValueError(fails.pop())
        return HttpResponse("well")

    with pytest.raises(ValueError, match="True"):
        view(RequestFactory().get("/slow"))
    answer = view(RequestFactory().get("/slow"))
    assert isinstance(answer, HttpResponse)
    assert answer.content == b"well"
    assert not list(get_redis_connection("default").scan_iter("lock:*"))


def test_the_number_is_one_row() -> None:
    data_version.bump()
    data_version.bump()
    assert list(DataVersion.objects.values_list("id", "version")) == [(1, 2)]
