"""An edge in front of small web servers that do as a test tells them."""

import os
import shutil
import socketserver
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx
import pytest

from ops import ports
from ops.edge import nginx
from ops.tests.servers import wait_until

PUBLIC = "public, max-age=0, s-maxage=60"


def need(*programs: str) -> None:
    """Skip where a Debian package is missing; in CI it has to be there."""
    for name in programs:
        if shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None:
            if os.environ.get("CI"):
                pytest.fail(f"{name} is not installed, and CI has to have it")
            pytest.skip(f"{name} is not installed")


@dataclass
class Given:
    """What a web server was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass
class Answer:
    body: bytes = b"hello"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


Behave = Callable[[Given], Answer | None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Web"

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        given = Given(self.command, self.path, headers)
        self.server.begun.set()
        given.body = self.rfile.read(length)
        self.server.asked.append(given)
        answer = self.server.behave(given)
        if answer is None:
            # As a process that is killed does.
            self.close_connection = True
            return
        self.send_response(answer.status)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)
        self.server.answered.append(given)

    do_GET = do_HEAD = do_POST = answer  # noqa: N815 - the base class calls these

    def address_string(self) -> str:
        return "unix"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Web(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), Handler)
        self.asked: list[Given] = []
        self.answered: list[Given] = []
        self.begun = threading.Event()
        self.behave: Behave = lambda _: Answer(headers={"Cache-Control": PUBLIC})


@dataclass
class EdgeSite:
    base: str
    webs: list[Web]
    client: httpx.Client

    @property
    def asked(self) -> list[Given]:
        return [given for web in self.webs for given in web.asked]

    def get(self, path: str, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, headers=named)

    @property
    def port(self) -> int:
        return int(self.base.rpartition(":")[2])

    def behave(self, behave: Behave) -> None:
        for web in self.webs:
            web.behave = behave

    def end_webs(self) -> None:
        """End all web servers, with the connections that the edge keeps to them."""
        self.behave(lambda _: None)
        for web in self.webs:
            web.shutdown()
            web.server_close()
            Path(str(web.server_address)).unlink()


@contextmanager
def edge_site(folder: Path, webs: int = 1, **more: Any) -> Iterator[EdgeSite]:
    """Run them; `more` is of `nginx.Edge`."""
    need("nginx")
    paths = [folder / f"{number}.sock" for number in range(webs)]
    servers = [Web(path) for path in paths]
    port = ports.free()
    edge = nginx.Edge(folder / "edge", f"127.0.0.1:{port}", paths, **more)
    edge.configure()
    for server in servers:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    base = f"http://127.0.0.1:{port}"
    with (folder / "edge.log").open("wb") as log:
        process = subprocess.Popen(edge.command(), stdout=log, stderr=log)
    try:
        with httpx.Client(base_url=base, timeout=10) as client:
            assert wait_until(lambda: _answers(client), 5), _log(folder)
            for server in servers:
                server.asked.clear()
                server.answered.clear()
                server.begun.clear()
            yield EdgeSite(base, servers, client)
    finally:
        process.send_signal(nginx.STOP)
        process.wait(10)
        for server in servers:
            server.shutdown()
            server.server_close()


def _answers(client: httpx.Client) -> bool:
    try:
        return client.post("/").status_code == 200
    except httpx.TransportError:
        return False


def _log(folder: Path) -> str:
    return (folder / "edge.log").read_text()
