"""As much of S3's wire format as backups need, in memory, on a port of its own."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

RANGE = re.compile(r"bytes=(\d+)-(\d*)")


class S3Server(ThreadingHTTPServer):
    """Holds objects by `bucket/key`; what is in `refused` cannot be written."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.objects: dict[str, bytes] = {}
        self.parts: dict[str, bytes] = {}
        self.refused: set[str] = set()
        self.written: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: S3Server
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.close_connection = True

    def parse_request(self) -> bool:
        found = super().parse_request()
        parts = urlsplit(self.path)
        self.key = unquote(parts.path).lstrip("/")
        self.query = parse_qs(parts.query, keep_blank_values=True)
        return found

    def do_HEAD(self) -> None:
        if self.key not in self.server.objects:
            return self._answer(404)
        return self._answer(200, self.server.objects[self.key])

    def do_GET(self) -> None:
        if self.key.count("/") == 0:
            return self._answer(200, self._listing().encode())
        if self.key not in self.server.objects:
            return self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        body = self.server.objects[self.key]
        if wanted := RANGE.match(self.headers.get("Range", "")):
            end = int(wanted[2] or len(body) - 1)
            found = f"bytes {wanted[1]}-{end}/{len(body)}"
            return self._answer(206, body[int(wanted[1]) : end + 1], found)
        return self._answer(200, body)

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.key in self.server.refused:
            return self._answer(403, b"<Error><Code>AccessDenied</Code></Error>")
        if "uploadId" in self.query:
            number = int(self.query["partNumber"][0])
            self.server.parts[f"{self.key} {number:05}"] = body
            return self._answer(200)
        return self._store(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        if "uploads" in self.query:
            found = "<R><UploadId>1</UploadId></R>"
            return self._answer(200, found.encode())
        ours = [part for part in self.server.parts if part.startswith(f"{self.key} ")]
        return self._store(
            b"".join(self.server.parts.pop(part) for part in sorted(ours))
        )

    def do_DELETE(self) -> None:
        self.server.objects.pop(self.key, None)
        self._answer(204)

    def _store(self, body: bytes) -> None:
        self.server.objects[self.key] = body
        self.server.written.append(self.key)
        self._answer(200, b"<R><ETag>1</ETag></R>")

    def _listing(self) -> str:
        """Objects and folders directly below the prefix, as `list_objects` has them;
        without a delimiter all objects below it.
        """
        prefix = f"{self.key}/{self.query.get('prefix', [''])[0]}"
        below = [key for key in self.server.objects if key.startswith(prefix)]
        rest = [key.removeprefix(prefix) for key in below]
        flat = "delimiter" not in self.query
        named = [one for one in rest if "/" in one and not flat]
        folders = sorted({one.split("/")[0] for one in named})
        start = self.query.get("prefix", [""])[0]
        return (
            "<ListBucketResult><IsTruncated>false</IsTruncated>"
            + "".join(
                f"<Contents><Key>{escape(start + one)}</Key>"
                "<LastModified>2026-06-17T19:00:00.000Z</LastModified></Contents>"
                for one in rest
                if flat or "/" not in one
            )
            + "".join(
                f"<CommonPrefixes><Prefix>{escape(start + one)}/</Prefix></CommonPrefixes>"
                for one in folders
            )
            + "</ListBucketResult>"
        )

    def _answer(self, status: int, body: bytes = b"", found: str = "") -> None:
        if not self.headers.get("Authorization", "").startswith(
            "AWS4-HMAC-SHA256 Credential=key/"
        ):
            status, body = 403, b"<Error><Code>AccessDenied</Code></Error>"
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        if found:
            self.send_header("Content-Range", found)
        self.send_header("ETag", '"1"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served() -> Iterator[S3Server]:
    with S3Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
