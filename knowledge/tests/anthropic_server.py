"""A server on loopback that speaks the Messages API, and fails as told to.

What it is to do is put in a row, one entry for each request:

    with anthropic_server.serving() as claude:
        claude.fails(529)
        claude.answers([block("No permit is needed.", cite(0, "is exempt"))])

Without an entry left it answers with one sentence that quotes the first passage.
"""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from knowledge.tests.llm.events import (
    JSON,
    Said,
    block,
    cite,
    error,
    events,
    passages,
    quoting,
    until,
)
from knowledge.tests.llm.pictures import not_taken

__all__ = ["Claude", "Said", "block", "cite", "serving"]
Script = Callable[["Handler"], None]

KINDS = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    529: "overloaded_error",
}


@dataclass
class Claude:
    """What it was asked, and what it is to do next. `during` runs in each request;
    `otherwise` answers where no script is left.
    """

    url: str = ""
    scripts: deque[Script] = field(default_factory=deque)
    requests: list[JSON] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    during: Callable[[], None] = lambda: None
    otherwise: Callable[[JSON], Sequence[Said]] = quoting
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def asked(self) -> str:
        """The question of the last request, in its wrapping."""
        return str(self.requests[-1]["messages"][-1]["content"][-1]["text"])

    @property
    def passages(self) -> list[str]:
        """The texts of the passages of the last request, whole."""
        return passages(self.requests[-1])

    def does(self, script: Script, times: int = 1) -> None:
        self.scripts.extend([script] * times)

    def answers(
        self,
        blocks: Sequence[Said],
        *,
        stop_reason: str = "end_turn",
        thinks: bool = False,
        usage: JSON | None = None,
    ) -> None:
        """A whole answer; `max_tokens` and `refusal` are reasons to stop, too."""
        made = events(blocks, stop_reason=stop_reason, thinks=thinks, usage=usage)
        self.does(lambda handler: handler.stream(made))

    def says_json(self, said: Any, **more: Any) -> None:
        """A whole answer that is JSON."""
        self.answers([block(json.dumps(said))], **more)

    def fails(
        self,
        status: int,
        *,
        retry_after: float | str | None = None,
        times: int = 1,
        message: str = "No.",
        headers: dict[str, str] | None = None,
    ) -> None:
        """An error instead of an answer."""
        sent = dict(headers or {})
        if retry_after is not None:
            sent["retry-after"] = str(retry_after)
        body = error(KINDS.get(status, "api_error"), message)
        self.does(lambda handler: handler.send(status, body, sent), times)

    def breaks_off(
        self, blocks: Sequence[Said], *, after: int = 1, cleanly: bool = False
    ) -> None:
        """A stream that ends after so many blocks, in the middle of the next.

        `cleanly`: as if that were all, without a broken connection.
        """
        made = until(events(blocks), after)
        self.does(lambda handler: handler.stream(made, ends=cleanly))

    def stalls(
        self, blocks: Sequence[Said] = (), *, after: int = 0, times: int = 1
    ) -> None:
        """Silence: instead of an answer, or in it after so many blocks."""
        made = until(events(blocks), after) if blocks else []

        def script(handler: Handler) -> None:
            if made:
                handler.stream(made, ends=False)
            self.over.wait(10)
            handler.close_connection = True

        self.does(script, times)

    def pings(self, every: float = 0.02) -> None:
        """Nothing but pings, as long as anybody listens."""

        def script(handler: Handler) -> None:
            handler.begin()
            while not self.over.wait(every) and handler.write({"type": "ping"}):
                pass
            handler.close_connection = True

        self.does(script)

    def trickles(self, every: float = 0.02) -> None:
        """The head of an answer, a byte at a time."""

        def script(handler: Handler) -> None:
            try:
                handler.wfile.write(b"HTTP/1.1 200 OK\r\nx-slow: ")
                while not self.over.wait(every):
                    handler.wfile.write(b"x")
            except OSError:
                pass
            handler.close_connection = True

        self.does(script)

    def says(self, *lines: bytes, after: int = -1) -> None:
        """Lines as they are, in place of what follows the first `after` events."""
        made = events([block("Half a")])[: max(after, 0)]

        def script(handler: Handler) -> None:
            handler.begin()
            for event in made:
                handler.write(event)
            for line in lines:
                handler.chunk(line)
            handler.end()

        self.does(script)

    def errs_in_stream(
        self,
        kind: str = "overloaded_error",
        blocks: Sequence[Said] = (),
        *,
        after: int = 0,
        times: int = 1,
    ) -> None:
        """An `error` event: before any content, or after so many blocks."""
        began = until(events(blocks), after) if after else events(blocks)[:1]
        made = [*began, error(kind, "No more.")]
        self.does(lambda handler: handler.stream(made), times)


class Handler(BaseHTTPRequestHandler):
    claude: Claude
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.claude.requests.append(request)
        self.claude.headers.append(
            {name.lower(): value for name, value in self.headers.items()}
        )
        self.claude.during()
        if refused := self.refusal(request):
            self.send(refused[0], error(KINDS[refused[0]], refused[1]), {})
        elif self.claude.scripts:
            self.claude.scripts.popleft()(self)
        else:
            self.stream(events(self.claude.otherwise(request)))

    def refusal(self, request: JSON) -> tuple[int, str] | None:
        """Why the real server would not take it, if it would not."""
        if self.path.split("?")[0] != "/v1/messages":
            return 404, "Not found."
        key = self.headers.get("x-api-key") or self.headers.get("authorization")
        if not key or "anthropic-version" not in self.headers:
            return 401, "no key or no version"
        if any(name in request for name in ("temperature", "top_p", "top_k")):
            return 400, "sampling parameters are removed"
        content = request["messages"][-1]["content"]
        texts = [one["text"] for one in content if one["type"] == "text"]
        for one in content:
            if one["type"] == "search_result":
                texts += [one["title"], one["source"]]
                texts += [piece["text"] for piece in one["content"]] or [""]
        if not all(text.strip() for text in texts):
            return 400, "text content blocks must contain non-whitespace text"
        return not_taken(request)

    @property
    def request_id(self) -> str:
        return f"req_{len(self.claude.requests)}"

    def send(self, status: int, body: JSON, headers: dict[str, str]) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        sent = {
            "content-type": "application/json",
            "content-length": str(len(text)),
            "request-id": self.request_id,
        }
        for name, value in (sent | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def stream(self, made: Sequence[JSON], *, ends: bool = True) -> None:
        """The events; unless it `ends`, the connection is left in the middle of one."""
        self.begin()
        for event in made:
            self.write(event)
        if ends:
            self.end()
        else:
            self.close_connection = True

    def begin(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream; charset=utf-8")
        self.send_header("transfer-encoding", "chunked")
        self.send_header("request-id", self.request_id)
        self.end_headers()

    def write(self, event: JSON) -> bool:
        lines = f"event: {event['type']}\ndata: {json.dumps(event)}\n\n"
        return self.chunk(lines.encode())

    def chunk(self, data: bytes) -> bool:
        """Send some bytes; False if nobody listens any more."""
        try:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            self.wfile.flush()
        except OSError:
            return False
        return True

    def end(self) -> None:
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone is what some tests are about."""


@contextmanager
def serving() -> Iterator[Claude]:
    """Run it for as long as the block lasts."""
    claude = Claude()
    server = _Server(("127.0.0.1", 0), type("Speaks", (Handler,), {"claude": claude}))
    claude.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}
    )
    thread.start()
    try:
        yield claude
    finally:
        claude.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
