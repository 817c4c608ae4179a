"""A site of a few pages, so that the users' own programs can be tested in seconds."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote_plus, unquote_plus

NUMBERS = [f"2024010112{number:02}" for number in range(20)]
STATIC = '<link href="/static/a.css">'
HEADER = "X-Load-Client"


@dataclass(slots=True)
class Small:
    """Its address, what was asked, by whom, and which paths answer wrongly."""

    url: str = ""
    asked: Counter[str] = field(default_factory=Counter)
    visitors: set[str] = field(default_factory=set)
    broken: dict[str, int] = field(default_factory=dict)


def _lists(kind: str) -> list[str]:
    return {
        "permits": [f"/permits/{number}/" for number in NUMBERS],
        "parcels": ["/parcels/0001/001/", "/parcels/0002/002/"],
        "entities": ["/entities/7/ann-bo/"],
        "stations": ["/stations/BLDG/"],
    }[kind]


def page(path: str, url: str) -> str | None:
    """Give the text at the path."""
    kinds = ("permits", "parcels", "entities", "stations")
    if path == "/sitemap.xml":
        return "<sitemapindex>" + "".join(
            f"<loc>{url}/sitemaps/{kind}-1.xml</loc>" for kind in kinds
        )
    if path.startswith("/sitemaps/"):
        kind = path.removeprefix("/sitemaps/").partition("-")[0]
        return "<urlset>" + "".join(f"<loc>{url}{each}</loc>" for each in _lists(kind))
    if path == "/neighborhoods.json":
        return json.dumps({"neighborhoods": [{"name": "Noe Valley"}]})
    if path.startswith("/search.json"):
        row = {"permit_number": NUMBERS[0], "address": "1 Noe St"}
        row |= {"description": "kitchen cabinets", "neighborhood": "Noe Valley"}
        return json.dumps({"query": {}, "rows": [row]})
    return _html(path)


def _html(path: str) -> str | None:
    typed = unquote_plus(path.partition("?q=")[2])
    titles = {
        "/": "San Francisco building permits",
        "/static/a.css": "a",
        "/healthz": "ok",
        "/readyz": '"status"',
        "/health": '"status": "ok"',
        "/ask/": '<a href="/ask/?q=why">',
        "/parcels/0001/001/": "Block 0001, lot 001",
        "/parcels/0002/002/": "Block 0002, lot 002",
        "/entities/7/ann-bo/": '<link href="/entities/7/ann-bo/">',
        "/stations/BLDG/": '<link href="/stations/BLDG/">',
        "/ask/?q=why": "What the documents say",
        f"/search/?q={typed}": "",
    }
    if path.startswith("/permits/"):
        titles[path] = f"permit {path.split('/')[2]}"
    if path.startswith("/search/?q="):
        found = f'<link href="/search/?q={quote_plus(typed)}">'
        titles[path] = f"Permits {found} permit {typed}"
    if path.startswith("/search/suggest"):
        return '{"suggestions": []}'
    title = titles.get(path)
    return None if title is None else f"<title>{title} · sfpermits</title>{STATIC}"


@contextmanager
def small_site() -> Iterator[Small]:
    small = Small()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            small.asked[self.path] += 1
            small.visitors.add(self.headers.get(HEADER, ""))
            text = page(self.path, small.url)
            status = small.broken.get(self.path, 404 if text is None else 200)
            body = (text or "nothing").encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if self.path.startswith("/static/"):
                self.send_header("Cache-Control", "max-age=31536000, immutable")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_given: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    small.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}
    )
    thread.start()
    try:
        yield small
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
