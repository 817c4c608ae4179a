"""A server on loopback that speaks Voyage's wire form, and fails as told to."""

import hashlib
import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Fault = Callable[["Handler", list[dict[str, Any]]], None]


@dataclass
class Voyage:
    """What it was asked, and how it is to fail next; None is a good answer."""

    faults: deque[Fault | None] = field(default_factory=deque)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    url: str = ""


class Handler(BaseHTTPRequestHandler):
    voyage: Voyage
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.voyage.asked.append(body)
        self.voyage.keys.append(self.headers["Authorization"])
        rows = [
            {"object": "embedding", "embedding": vector(text), "index": index}
            for index, text in enumerate(body["input"])
        ]
        fault = self.voyage.faults.popleft() if self.voyage.faults else None
        if fault:
            fault(self, rows)
        else:
            self.answer(rows)

    def answer(self, rows: list[dict[str, Any]]) -> None:
        said = {
            "object": "list",
            "data": rows,
            "model": "voyage-3.5-lite",
            "usage": {"total_tokens": 10 * len(rows)},
        }
        self.send(200, json.dumps(said).encode())

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


def vector(text: str) -> list[float]:
    """The same for the same text, and another for another."""
    seed = hashlib.sha256(text.encode()).digest()
    return [(seed[place % 32] - 127.5) / 128 for place in range(256)]


def status(code: int, **headers: str) -> Fault:
    return lambda handler, _rows: handler.send(code, b'{"detail": "no"}', **headers)


def body(text: bytes) -> Fault:
    return lambda handler, _rows: handler.send(200, text)


def changed(change: Callable[[list[dict[str, Any]]], Any]) -> Fault:
    return lambda handler, rows: handler.answer(change(rows))


def cut_off(handler: Handler, _rows: list[dict[str, Any]]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"data": [')
    handler.close_connection = True


def stall(event: threading.Event) -> Fault:
    """Answers nothing until `event` is set."""

    def wait(handler: Handler, _rows: list[dict[str, Any]]) -> None:
        event.wait(5)
        handler.close_connection = True

    return wait


@contextmanager
def serving() -> Iterator[Voyage]:
    voyage = Voyage()
    handler = type("VoyageHandler", (Handler,), {"voyage": voyage})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    voyage.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}
    )
    thread.start()
    try:
        yield voyage
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
