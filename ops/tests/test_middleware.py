import json

import psycopg
import pytest
from django.db import DataError, InterfaceError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from psycopg_pool import PoolTimeout, TooManyRequests

from ops.middleware import is_unreachable


def _caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


ERRORS: dict[str, Exception] = {
    "pool": _caused(OperationalError("x"), PoolTimeout("x")),
    "queue": _caused(OperationalError("x"), TooManyRequests("x")),
    "refused": _caused(OperationalError("x"), psycopg.OperationalError("refused")),
    "shutdown": _caused(OperationalError("x"), psycopg.errors.AdminShutdown("x")),
    "full": _caused(OperationalError("x"), psycopg.errors.TooManyConnections("x")),
    "closed": InterfaceError("connection already closed"),
    "slow": _caused(OperationalError("x"), psycopg.errors.QueryCanceled("x")),
    "wrong": _caused(ProgrammingError("x"), psycopg.errors.SyntaxError("x")),
    "nul": DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes"),
    "surrogate": UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    "value": ValueError("x"),
}


def _raise(request: HttpRequest, name: str) -> HttpResponse:
    raise ERRORS[name.removesuffix(".json")]


def _public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("x", headers={"Cache-Control": "public, max-age=60"})


urlpatterns = [
    path("raise/<str:name>", _raise),
    path("public", _public),
    path("", include("sfpermits.urls")),
]


@pytest.fixture
def quiet(client: Client) -> Client:
    client.raise_request_exception = False
    return client


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("pool", 503),
        ("queue", 503),
        ("refused", 503),
        ("shutdown", 503),
        ("full", 503),
        ("closed", 503),
        ("slow", 500),
        ("wrong", 500),
        ("nul", 400),
        ("surrogate", 400),
        ("value", 500),
    ],
)
def test_status_of_what_a_view_raises(name: str, status: int, quiet: Client) -> None:
    response = quiet.get(f"/raise/{name}")
    assert response.status_code == status
    assert ("Retry-After" in response) is (status == 503)
    assert response["Cache-Control"] == "private, no-store"


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("address", "accept", "kind"),
    [
        ("/raise/pool", "text/html,*/*;q=0.8", "text/html; charset=utf-8"),
        ("/raise/pool", "*/*", "text/html; charset=utf-8"),
        ("/raise/pool", "application/json", "application/problem+json"),
        ("/raise/pool.json", "text/html", "application/problem+json"),
    ],
)
def test_the_answer_is_what_was_asked_for(
    address: str, accept: str, kind: str, quiet: Client
) -> None:
    response = quiet.get(address, headers={"accept": accept})
    assert response.status_code == 503
    assert response["Content-Type"] == kind
    if kind == "application/problem+json":
        assert json.loads(response.content)["title"] == "Back in a moment"
    else:
        assert "try again in 5 seconds" in response.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_a_view_keeps_its_own_cache_control(client: Client) -> None:
    response = client.get("/public")
    assert response["Cache-Control"] == "public, max-age=60"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/permits/%00/", "/%00", "/permits/a%00b"])
def test_a_nul_in_the_path_is_a_bad_request(address: str, client: Client) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert "not text" in response.content.decode()


@pytest.mark.parametrize(
    "query",
    ["x=%00", "x=%ED%A0%80", "x=%FF", "%00=1", "x=%", "&&=&", "x=" + "a" * 50000],
)
def test_odd_queries_reach_the_view(query: str, client: Client) -> None:
    assert client.get(f"/healthz?{query}").status_code == 200


def _counts(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.GET)))


urlpatterns.insert(0, path("counts", _counts))
handler400 = "permits.views.errors.bad_request"


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("address", "host", "words"),
    [
        ("/counts?" + "&".join(["x=1"] * 200), "localhost", "could not be read"),
        ("/counts", "evil.example", "that host name"),
    ],
)
def test_what_django_refuses_is_said_in_words(
    address: str, host: str, words: str, quiet: Client
) -> None:
    response = quiet.get(address, headers={"host": host})
    assert response.status_code == 400
    assert words in response.content.decode()


def test_an_error_of_ours_is_not_the_databases() -> None:
    assert not is_unreachable(KeyError("x"))
