import json
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from ops import concurrency, limiting, rate_limit
from ops.rate_limit import SCOPES, Scope, Slots, rate


def _plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("x")


def _public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("x", headers={"Cache-Control": "public, max-age=60"})


def _stream(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([b"a", b"b"]))


def _fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


urlpatterns = [
    path("page", _plain, name="home"),
    path("public", _public, name="search"),
    path("page.json", _plain, name="permit_json"),
    path("stream", _stream, name="search_csv"),
    path("fails", _fails, name="suggest"),
    path("healthz", _plain, name="healthz"),
    # The head and the foot of every page lead to these.
    *(path(name, _plain, name=name) for name in ("ask", "plans", "stations")),
    *(
        path(name, _plain, name=name)
        for name in ("neighborhoods", "status", "feedback")
    ),
]
pytestmark = pytest.mark.urls(__name__)
TWO = (rate("2/m"),)


@pytest.fixture(autouse=True)
def _small(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.RATELIMIT_ENABLE = True
    slots = Slots(total=2, each=1)
    small = {
        "pages": Scope("pages", TWO, "open"),
        "api": Scope("api", TWO, "open"),
        "export": Scope("export", (rate("9/m"),), slots=slots),
        "suggest": Scope("suggest", (rate("9/m"),), slots=slots),
    }
    monkeypatch.setattr(rate_limit, "SCOPES", {**SCOPES, **small})
    caches["limits"].clear()
    yield
    caches["limits"].clear()


@pytest.fixture
def quiet(client: Client) -> Client:
    client.raise_request_exception = False
    return client


def test_what_is_left_is_said_and_then_when_to_come_back(client: Client) -> None:
    first, second, third = (client.get("/page") for _ in range(3))
    assert (first.status_code, second.status_code, third.status_code) == (200, 200, 429)
    assert first["RateLimit-Policy"] == '"pages-2/m";q=2;w=60'
    assert first["RateLimit"].startswith('"pages-2/m";r=1;t=')
    wait = int(third["Retry-After"])
    assert 1 <= wait <= 120
    assert third["RateLimit"] == f'"pages-2/m";r=0;t={wait}'
    assert third["Cache-Control"] == "private, no-store"
    text = third.content.decode()
    assert "At most 2 requests of this kind are answered in a minute." in text
    assert f"again in {wait} seconds" in text


@pytest.mark.parametrize(
    ("address", "accept", "kind"),
    [
        ("/page", "text/html", "text/html; charset=utf-8"),
        ("/page", "application/json", "application/problem+json"),
        ("/page.json", "*/*", "application/problem+json"),
    ],
)
def test_a_refusal_is_what_was_asked_for(
    address: str, accept: str, kind: str, client: Client
) -> None:
    for _ in range(3):
        response = client.get(address, headers={"accept": accept})
    assert response.status_code == 429
    assert response["Content-Type"] == kind
    if "json" in kind:
        body = json.loads(response.content)
        assert (body["status"], body["title"]) == (429, "Too many requests")
        assert body["request_id"] == response["X-Request-ID"]


def test_an_address_that_leads_nowhere_counts_as_a_page(quiet: Client) -> None:
    statuses = [quiet.get(f"/{number}").status_code for number in range(4)]
    assert statuses[2:] == [429, 429]


def test_visitors_and_scopes_do_not_share(client: Client, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1/32"]
    for address in ("/page", "/page.json"):
        for visitor in ("192.0.2.1", "192.0.2.2"):
            headers = {"x-real-ip": visitor, "x-forwarded-for": "junk, junk"}
            answers = [client.get(address, headers=headers) for _ in range(3)]
            assert [one.status_code for one in answers] == [200, 200, 429]


def test_what_a_shared_cache_keeps_says_nothing_of_one_visitor(client: Client) -> None:
    assert "RateLimit" not in client.get("/public")


def test_a_health_check_is_never_limited(client: Client) -> None:
    assert {client.get("/healthz").status_code for _ in range(5)} == {200}


def test_it_can_be_switched_off(client: Client, settings: Settings) -> None:
    settings.RATELIMIT_ENABLE = False
    assert {client.get("/page").status_code for _ in range(5)} == {200}


def _taken() -> concurrency.Release:
    """Take the slot of the test client's address; give what gives it back."""
    scope = rate_limit.SCOPES["export"]
    assert scope.slots is not None
    taken = concurrency.take(scope, scope.slots, "127.0.0.1")
    assert not isinstance(taken, concurrency.Full)
    return taken


def test_a_second_export_of_one_visitor_waits_for_the_first(client: Client) -> None:
    release = _taken()
    refused = client.get("/stream")
    assert (refused.status_code, refused["Retry-After"]) == (429, "5")
    assert "as one visitor may (1)" in refused.content.decode()
    release()
    assert client.get("/stream").status_code == 200


def test_the_sites_last_slot_is_a_503(client: Client) -> None:
    scope = rate_limit.SCOPES["export"]
    assert scope.slots is not None
    for visitor in ("192.0.2.1", "192.0.2.2"):
        concurrency.take(scope, scope.slots, visitor)
    response = client.get("/stream")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "Busy at the moment" in response.content.decode()


# The end of a response looks after connections that an earlier test has opened.
@pytest.mark.django_db
def test_a_slot_is_held_until_the_stream_is_closed(client: Client) -> None:
    first = client.get("/stream")
    assert client.get("/stream").status_code == 429
    first.close()  # as the server does when the visitor leaves
    second = client.get("/stream")
    assert second.getvalue() == b"ab"
    assert client.get("/stream").status_code == 200


def test_a_view_that_fails_gives_its_slot_back(quiet: Client) -> None:
    assert {quiet.get("/fails").status_code for _ in range(3)} == {500}


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (59, "59 seconds"),
        (120, "120 seconds"),
        (121, "3 minutes"),
        (7201, "3 hours"),
    ],
)
def test_durations_are_never_shorter_than_they_are(seconds: int, words: str) -> None:
    assert limiting._duration(seconds) == words
