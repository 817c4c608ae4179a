import gzip
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ops.edge import nginx
from ops.tests.edge_site import PUBLIC, Answer, EdgeSite, Given, edge_site
from ops.tests.servers import wait_until

pytestmark = [pytest.mark.processes]

MISS, HIT, STALE = "MISS", "HIT", "STALE"


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EdgeSite]:
    with edge_site(tmp_path_factory.mktemp("e")) as found:
        yield found


@pytest.fixture
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EdgeSite]:
    with edge_site(tmp_path_factory.mktemp("e"), webs=2) as found:
        yield found


def _twice(site: EdgeSite, **headers: str) -> str:
    site.get("/page", **headers)
    return site.get("/page", **headers).headers["X-Cache"]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Cache-Control": PUBLIC}, HIT),
        ({"Cache-Control": "public, max-age=31536000, immutable"}, HIT),
        ({"Cache-Control": PUBLIC, "Vary": "Accept-Encoding"}, HIT),
        ({"Cache-Control": "private, no-store"}, MISS),
        ({"Cache-Control": "public, max-age=0"}, MISS),
        ({}, MISS),
        ({"Cache-Control": PUBLIC, "Set-Cookie": "a=b"}, MISS),
        ({"Cache-Control": PUBLIC, "Vary": "Cookie"}, MISS),
        ({"Cache-Control": PUBLIC, "Vary": "Accept-Encoding, HX-Request"}, MISS),
        ({"Cache-Control": PUBLIC, "Vary": "*"}, MISS),
        # The site alone says where it leads, and for how long a page is kept.
        ({"Cache-Control": "private, no-store", "X-Accel-Expires": "60"}, MISS),
    ],
)
def test_what_is_kept(headers: dict[str, str], expected: str, site: EdgeSite) -> None:
    site.behave(lambda _: Answer(headers=headers))
    assert _twice(site) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, HIT),
        ({"Cookie": "theme=dark"}, HIT),
        ({"Cookie": "theme=dark; sessionid=abc"}, MISS),
        ({"Cookie": "notsessionid=abc"}, HIT),
        ({"Authorization": "Bearer x"}, MISS),
        # It is what a load test is counted by, and no part of a page's name.
        ({"X-Load-Client": "one.abc"}, HIT),
    ],
)
def test_who_is_answered_from_the_cache(
    headers: dict[str, str], expected: str, site: EdgeSite
) -> None:
    site.get("/page")
    assert site.get("/page", **headers).headers["X-Cache"] == expected


def test_a_page_of_a_known_visitor_is_not_kept(site: EdgeSite) -> None:
    site.get("/page", Cookie="sessionid=abc")
    assert site.get("/page").headers["X-Cache"] == MISS


def test_two_forms_of_a_page_at_most(site: EdgeSite) -> None:
    def behave(given: Given) -> Answer:
        headers = {"Cache-Control": PUBLIC, "Vary": "Accept-Encoding"}
        if given.headers.get("accept-encoding") == "gzip":
            headers["Content-Encoding"] = "gzip"
            return Answer(gzip.compress(b"packed"), headers=headers)
        return Answer(b"plain", headers=headers)

    site.behave(behave)
    packed = ("gzip", "br, gzip;q=0.8", "deflate,GZIP", "gzip, deflate, br, zstd")
    plain = ("identity", "br", "gzip;q=0", "x-gzipped", "gzip; q=0.0, br")
    assert {site.get("/", accept_encoding=one).text for one in packed} == {"packed"}
    assert {site.get("/", accept_encoding=one).text for one in plain} == {"plain"}
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    ("path", "accepted", "asked"),
    [
        ("/static/a.css", "gzip, deflate, br, zstd", "br"),
        ("/static/a.css", "br", "br"),
        ("/static/a.css", "gzip,br;q=0.5", "br"),
        ("/static/a.css", "br;q=0, gzip", "gzip"),
        ("/static/a.css", "gzip", "gzip"),
        ("/static/a.css", "vibr, identity", ""),
        # Pages are packed in one way by the site.
        ("/permits/1/", "gzip, deflate, br", "gzip"),
        ("/?next=/static/", "br", ""),
    ],
)
def test_files_alone_are_asked_for_as_brotli(
    path: str, accepted: str, asked: str, site: EdgeSite
) -> None:
    site.get(path, accept_encoding=accepted)
    assert site.asked[0].headers.get("accept-encoding", "") == asked


def test_names_of_pages_differ_by_host_and_query(site: EdgeSite) -> None:
    for path, host in (("/?a", "one"), ("/?b", "one"), ("/?a", "two"), ("/?a", "one")):
        site.get(path, Host=host)
    asked = [(one.path, one.headers["host"]) for one in site.asked]
    assert asked == [("/?a", "one"), ("/?b", "one"), ("/?a", "two")]


def test_a_visitor_cannot_say_who_he_is(site: EdgeSite) -> None:
    claims = ("X-Real-IP", "X-Forwarded-For", "X-Forwarded-Host", "Forwarded")
    site.get("/", **dict.fromkeys(claims, "192.0.2.1"), X_Forwarded_Proto="https")
    (given,) = site.asked
    assert given.headers["x-real-ip"] == given.headers["x-forwarded-for"] == "127.0.0.1"
    assert given.headers["x-forwarded-proto"] == "http"
    assert "192.0.2.1" not in given.headers.values()


def test_what_is_told_apart_by_a_signed_header_gets_through(site: EdgeSite) -> None:
    site.get("/", X_Load_Client="name.0123")
    assert site.asked[0].headers["x-load-client"] == "name.0123"


def test_concurrent_misses_are_one_request(site: EdgeSite) -> None:
    def slow(_: Given) -> Answer:
        time.sleep(0.03)
        return Answer(headers={"Cache-Control": PUBLIC})

    site.behave(slow)
    with ThreadPoolExecutor(20) as pool:
        found = [*pool.map(lambda _: site.get("/page").status_code, range(20))]
    assert found == [200] * 20
    assert len(site.asked) == 1


@pytest.mark.parametrize("path", ["/page", "/healthz"])
def test_what_is_not_kept_is_answered_side_by_side(path: str, site: EdgeSite) -> None:
    """Each waits for all five to be there; one after the other, none would come."""
    together = threading.Barrier(5, timeout=2)

    def slow(_: Given) -> Answer:
        together.wait()
        return Answer()

    site.behave(slow)
    with ThreadPoolExecutor(5) as pool:
        found = [*pool.map(lambda _: site.get(path).status_code, range(5))]
    assert found == [200] * 5


def test_a_stale_page_is_given_while_it_is_made_anew(site: EdgeSite) -> None:
    headers = {"Cache-Control": "public, s-maxage=1, stale-while-revalidate=30"}
    site.behave(lambda _: Answer(b"old", headers=headers))
    site.get("/page")
    site.behave(lambda _: Answer(b"new", headers=headers))
    answers = []

    def is_stale() -> bool:
        answers.append(site.get("/page"))
        return answers[-1].headers["X-Cache"] == STALE

    assert wait_until(is_stale, 4)
    assert answers[-1].text == "old"
    assert wait_until(lambda: site.get("/page").text == "new", 2)


@pytest.mark.parametrize("trouble", [None, Answer(b"busy", 503), Answer(b"bug", 500)])
def test_in_error_a_page_that_is_too_old_is_given(
    trouble: Answer | None, site: EdgeSite
) -> None:
    headers = {"Cache-Control": "public, s-maxage=1, stale-if-error=60"}
    site.behave(lambda _: Answer(b"old", headers=headers))
    site.get("/page")
    site.behave(lambda _: trouble)
    assert wait_until(lambda: site.get("/page").headers["X-Cache"] == STALE, 4)
    answer = site.get("/page")
    assert (answer.status_code, answer.text) == (200, "old")


def test_in_error_a_page_that_was_not_kept_is_words(site: EdgeSite) -> None:
    site.behave(lambda _: None)
    answer = site.get("/page")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Nothing was lost" in answer.text
    site.behave(lambda _: Answer(b"the site's own words", 503))
    assert wait_until(lambda: "own words" in site.get("/page").text, 5)


def test_the_next_web_server_answers_for_one_that_dies(pair: EdgeSite) -> None:
    pair.webs[0].behave = lambda _: None
    assert {pair.client.get(f"/{n}").status_code for n in range(8)} == {200}
    assert pair.webs[0].asked


def test_what_may_not_be_repeated_is_not(pair: EdgeSite) -> None:
    pair.behave(lambda _: None)
    answer = pair.client.post("/feedback/", content=b"once")
    assert answer.status_code == 503
    assert [given.body for given in pair.asked] == [b"once"]


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/feedback/", 200_000, 200),
        ("/feedback/", 300_000, 413),
        ("/plans/", 300_000, 200),
        ("/plans.json", 300_000, 200),
        ("/plans/x/cancel/", 300_000, 413),
    ],
)
def test_how_much_may_be_sent(
    path: str, size: int, status: int, site: EdgeSite
) -> None:
    answer = site.client.post(path, content=b"x" * size)
    assert answer.status_code == status
    assert (answer.status_code == 200) or "larger than this site takes" in answer.text


def test_a_plan_set_of_400_mb_is_refused_by_its_announcement(site: EdgeSite) -> None:
    head = "POST /plans/ HTTP/1.1\r\nHost: x\r\nContent-Length: 400000000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", site.port), 5) as client:
        client.sendall(head.encode())
        assert client.recv(100).startswith(b"HTTP/1.1 413")


def test_a_plan_set_is_passed_on_as_it_comes(site: EdgeSite) -> None:
    may_end = threading.Event()

    def body() -> Iterator[bytes]:
        yield b"x" * 100_000
        # Still under way, and the web server reads it already.
        assert site.webs[0].begun.wait(5)
        may_end.set()
        yield b"x" * 100_000

    headers = {"Content-Length": "200000"}
    answer = site.client.post("/plans/", content=body(), headers=headers)
    assert may_end.is_set()
    assert answer.status_code == 200
    assert len(site.asked[0].body) == 200_000


def test_the_answer_names_the_request(site: EdgeSite) -> None:
    site.behave(
        lambda _: Answer(headers={"X-Request-ID": "a", "Cache-Control": PUBLIC})
    )
    first, second = site.get("/page"), site.get("/page")
    assert first.headers["X-Request-ID"] == site.asked[0].headers["x-request-id"]
    assert second.headers["X-Request-ID"] != first.headers["X-Request-ID"]


def test_the_configuration_has_nothing_left_to_fill_in(tmp_path: Path) -> None:
    odd = tmp_path / 'a "b'
    text = nginx.Edge(tmp_path, "127.0.0.1:1", [odd / "web.sock"]).text()
    kept = {"@too_large", "@too_many", "@away"}
    words = {word.strip(";") for word in text.split() if word.startswith("@")}
    assert words == kept
    assert 'a \\"b/web.sock" max_fails' in text


def test_without_nginx_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(nginx.EdgeError, match="apt-get install nginx-light"):
        nginx.program()
