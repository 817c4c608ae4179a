"""The edge and clients that are too many, too slow, or send too much."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from ops.tests.edge_site import Answer, EdgeSite, Given, edge_site
from ops.tests.servers import wait_until

pytestmark = [pytest.mark.processes]

FEW = 4


@pytest.fixture
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EdgeSite]:
    """An edge that counts this machine as any other, and waits a second."""
    folder = tmp_path_factory.mktemp("e")
    seconds = {"header_seconds": 1, "body_seconds": 1}
    with edge_site(folder, connections=FEW, uncounted=(), **seconds) as found:
        yield found


def _get(url: str) -> httpx.Response:
    """Ask over a connection of its own."""
    return httpx.get(url, timeout=10)


def test_too_many_connections_of_one_address_are_refused_in_words(
    strict: EdgeSite,
) -> None:
    may_end = threading.Event()

    def slow(_: Given) -> Answer:
        assert may_end.wait(5)
        return Answer()

    strict.behave(slow)
    with ThreadPoolExecutor(FEW) as pool:
        waiting = [pool.submit(_get, f"{strict.base}/{n}") for n in range(FEW)]
        try:
            arrived = wait_until(lambda: len(strict.asked) == FEW, 5)
            refused = _get(f"{strict.base}/one-more")
        finally:
            may_end.set()
    assert arrived
    assert refused.status_code == 429
    assert refused.text == "Your address has too many connections open at once.\n"
    assert refused.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert refused.headers["Retry-After"] == "10"
    assert refused.headers["Cache-Control"] == "no-store"
    assert refused.headers["X-Request-ID"]
    # Whoever was there first was answered, and there is room again.
    assert [one.result().status_code for one in waiting] == [200] * FEW
    assert _get(f"{strict.base}/one-more").status_code == 200


def test_this_machine_is_not_counted(tmp_path: Path) -> None:
    together = threading.Barrier(FEW + 2, timeout=5)

    def slow(_: Given) -> Answer:
        together.wait()
        return Answer()

    with edge_site(tmp_path, connections=FEW) as site:
        site.behave(slow)
        with ThreadPoolExecutor(FEW + 2) as pool:
            found = [*pool.map(lambda n: _get(f"{site.base}/{n}"), range(FEW + 2))]
    assert [one.status_code for one in found] == [200] * (FEW + 2)


@pytest.mark.parametrize(
    ("path", "size"), [("/search/", 257 * 1024), ("/plans/", 361 * 1024 * 1024)]
)
def test_too_large_is_refused_by_its_announcement(
    path: str, size: int, strict: EdgeSite
) -> None:
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {size}\r\n\r\n"
    with _connected(strict) as client:
        client.sendall(head.encode())
        said = client.recv(4096)
    assert said.startswith(b"HTTP/1.1 413")
    assert said.endswith(b"The request is larger than this site takes.\n")
    assert b"no-store" in said
    assert strict.asked == []


@pytest.mark.parametrize(
    ("clients", "begin"),
    [
        # Until its head is there a connection asks for nothing, and is not counted.
        pytest.param(3 * FEW, b"", id="nothing"),
        pytest.param(3 * FEW, b"GET / HTTP/1.1\r\nHost: x\r\n", id="half a head"),
        pytest.param(
            FEW - 1,
            b"POST /search/ HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na",
            id="half a body",
        ),
    ],
)
def test_slow_clients_are_cut_off_while_others_are_answered(
    clients: int, begin: bytes, strict: EdgeSite
) -> None:
    with ExitStack() as held:
        slow = [held.enter_context(_connected(strict)) for _ in range(clients)]
        for client in slow:
            client.sendall(begin)
        begun = time.monotonic()
        assert _get(f"{strict.base}/other").status_code == 200
        assert time.monotonic() - begun < 1
        assert not any(_said(client) for client in slow)
        assert time.monotonic() - begun < 4
    # None of it came to a web server.
    assert [given.path for given in strict.asked] == ["/other"]


def test_a_head_that_comes_in_drops_is_cut_off_too(strict: EdgeSite) -> None:
    begun = time.monotonic()
    with _connected(strict) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        client.settimeout(0.1)
        # Each drop is well within the second that the head has as a whole.
        while _is_open(client):
            assert time.monotonic() - begun < 4
    assert strict.asked == []


def test_of_a_plan_set_that_stops_the_web_server_hears(strict: EdgeSite) -> None:
    """It is passed on as it comes, so that the web server must not wait for ever."""
    head = "POST /plans/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
    strict.behave(lambda _: None)
    with _connected(strict) as client:
        client.sendall(head.encode() + b"x" * 50_000)
        assert strict.webs[0].begun.wait(3)
        assert not _said(client)
        assert wait_until(lambda: bool(strict.asked), 2)
    assert len(strict.asked[0].body) == 50_000


def test_who_reads_slowly_keeps_no_web_server(strict: EdgeSite) -> None:
    """The edge has all of a page at once, however slowly it is fetched from there."""
    strict.behave(lambda _: Answer(b"x" * 200_000))
    with _connected(strict) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.sendall(b"GET /page HTTP/1.1\r\nHost: x\r\n\r\n")
        assert wait_until(lambda: bool(strict.webs[0].answered), 2)
        client.settimeout(5)
        assert client.recv(12) == b"HTTP/1.1 200"


def _connected(site: EdgeSite) -> socket.socket:
    return socket.create_connection(("127.0.0.1", site.port), 5)


def _said(client: socket.socket) -> bytes:
    """Give what comes within five seconds; nothing if the connection is cut."""
    try:
        return client.recv(100)
    except ConnectionError:
        return b""


def _is_open(client: socket.socket) -> bool:
    try:
        client.sendall(b"a")
        return bool(_said(client))
    except TimeoutError:
        return True
    except ConnectionError:
        return False
