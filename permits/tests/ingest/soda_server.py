"""A server on loopback that speaks the city API's wire form, and fails as told to.

Records are sparse JSON objects: empty values are left out, numbers are strings, places
are GeoJSON, boxes are true or false.
"""

import json
import re
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from permits.ingest.datasets import PERMITS, Dataset, Kind
from permits.ingest.values import read_outline

POINT = re.compile(r"POINT \((\S+) (\S+)\)")
NUMBERS = {Kind.NUMERAL, Kind.INTEGER, Kind.MONEY}
CONDITION = re.compile(r"(\w+) >= '([^']+)'")


def to_json(record: dict[str, str], dataset: Dataset = PERMITS) -> dict[str, Any]:
    """A CSV record as the API gives it."""
    return {
        column.field: _json_value(record[column.field], column.kind)
        for column in dataset
        if record.get(column.field)
    }


def _json_value(text: str, kind: Kind) -> Any:
    if kind in NUMBERS and text.isdecimal():
        return f"{text}.0"
    if kind is Kind.BOOLEAN:
        return text == "true"
    if kind is Kind.OUTLINE:
        return json.loads(read_outline(text))
    if kind is Kind.POINT and (found := POINT.fullmatch(text)):
        pair = [float(found[1]), float(found[2])]
        return {"type": "Point", "coordinates": pair}
    return text


@dataclass
class Soda:
    """What the server holds, what it was asked, and how it is to fail next.

    `others` are records of further data sets, by id; what is not there is a 404.
    """

    records: list[dict[str, Any]] = field(default_factory=list)
    dataset: Dataset = PERMITS
    fields: list[str] = field(default_factory=list)
    others: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    faults: deque["Fault | None"] = field(default_factory=deque)
    asked: list[dict[str, str]] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)
    claimed: int | None = None
    url: str = ""

    def __post_init__(self) -> None:
        self.fields = self.fields or [column.field for column in self.dataset]

    def answer(
        self, records: list[dict[str, Any]], query: dict[str, str]
    ) -> list[dict[str, Any]]:
        found = records
        if since := CONDITION.findall(query.get("$where", "")):
            found = [r for r in found if any(r.get(f, "") >= day for f, day in since)]
        if query.get("$select") == "count(*)":
            return [{"count": f"{self.claimed or len(found)}"}]
        start = int(query.get("$offset", 0))
        return found[start : start + int(query["$limit"])]


Fault = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    soda: Soda

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        self.soda.asked.append(query)
        self.soda.tokens.append(self.headers["X-App-Token"])
        if self.soda.faults:
            fault = self.soda.faults.popleft()
            if fault is not None:
                fault(self)
                return
        asked = parts.path.removeprefix("/resource/").removesuffix(".json")
        if asked == self.soda.dataset.id:
            body = json.dumps(self.soda.answer(self.soda.records, query)).encode()
            self.send(200, body, **{"X-SODA2-Fields": json.dumps(self.soda.fields)})
        elif (records := self.soda.others.get(asked)) is not None:
            self.send(200, json.dumps(self.soda.answer(records, query)).encode())
        else:
            self.send(404, b'{"message": "not found"}')

    def send(self, status: int, body: bytes, **headers: str) -> None:
        kind = headers.pop("kind", "application/json;charset=utf-8")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


def status(code: int, **headers: str) -> Fault:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.send(code, b'{"message": "no luck"}', **names)


def body(text: bytes, kind: str = "application/json") -> Fault:
    return lambda handler: handler.send(200, text, kind=kind)


def cut_off(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'[{"permit_number": "2018')
    handler.close_connection = True


def hang_up(handler: Handler) -> None:
    handler.close_connection = True


def slow(event: threading.Event) -> Fault:
    """Answers nothing until `event` is set."""

    def wait(handler: Handler) -> None:
        event.wait(5)
        handler.close_connection = True

    return wait


@contextmanager
def serving(
    records: list[dict[str, str]], dataset: Dataset = PERMITS
) -> Iterator[Soda]:
    soda = Soda([to_json(record, dataset) for record in records], dataset)
    handler = type("SodaHandler", (Handler,), {"soda": soda})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    soda.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}
    )
    thread.start()
    try:
        yield soda
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
