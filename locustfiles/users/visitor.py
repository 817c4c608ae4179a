"""The visitor that all users are: one connection, one limit, one browser's cache."""

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from geventhttpclient.client import HTTPClient, HTTPClientPool
from geventhttpclient.url import URL
from locust import FastHttpUser, between
from locust.contrib.fasthttp import FAILURE_EXCEPTIONS, insecure_ssl_context_factory
from locust.env import Environment

from locustfiles import content
from locustfiles.course import Asked, Course
from locustfiles.record import Seen

BLOCK: Final = 64 * 1024
PATIENCE: Final = 30.0
MOVED: Final = frozenset({301, 302, 303})
MOST_MOVES: Final = 3
IMMUTABLE: Final = "immutable"


class WrongAnswerError(Exception):
    """An answer that counts as a failure; the message is its kind."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `status` is 0 if nothing did, and `error` says what is wrong."""

    status: int
    headers: Mapping[str, Any]
    body: bytes
    error: str

    def header(self, name: str) -> str:
        return str(self.headers.get(name) or "")


@dataclass(slots=True)
class Sent:
    """A request and how its answer is judged."""

    path: str
    marks: tuple[bytes, ...] = ()
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] | None = None
    # Accepted statuses; the first is the one that is expected.
    wanted: tuple[int, ...] = (200,)
    follows: bool = True


class Visitor(FastHttpUser):
    """Asks, thinks 5 to 15 s, asks again.

    Below FastHttpUser's session: that copies headers, decompresses every body and
    keeps cookies, which costs as much again as the request itself.
    """

    abstract = True
    scenario: ClassVar[str]
    course: ClassVar[Course]
    # Loads the files of its first page, as a browser does.
    is_browser: ClassVar[bool] = False
    # Requests after which another visitor comes, with limits of its own.
    stays: ClassVar[int] = 1_000
    wait_time = between(5, 15)

    def __init__(self, environment: Environment) -> None:
        self.client_pool = HTTPClientPool(
            concurrency=1,
            block_size=BLOCK,
            connection_timeout=PATIENCE,
            network_timeout=PATIENCE,
            insecure=True,
            ssl_context_factory=insecure_ssl_context_factory,
        )
        super().__init__(environment)
        self.draws: random.Random = self.course.draws()
        self._http: HTTPClient = self.client_pool.get_client(URL(str(self.host)))
        self._kept: dict[str, str] = {}
        self.arrive()

    def arrive(self) -> None:
        """Be somebody who was never there: an empty cache and a full limit."""
        self._headers = self.course.headers(self.scenario)
        self._asked = 0
        self._kept.clear()

    def on_start(self) -> None:
        if self.is_browser:
            self.load_assets()

    def page(self, scenario: str = "") -> Answer:
        """Ask for a page of the scenario's list."""
        return self.ask(self.course.page(scenario or self.scenario, self.draws))

    def ask(self, page: Asked) -> Answer:
        return self.send(Sent(page.path, page.marks))

    def load_assets(self) -> None:
        """Ask for the files of the pages, but for those that this browser has."""
        for path in self.course.names.assets:
            tag = self._kept.get(path)
            if tag == IMMUTABLE:
                continue
            headers = {"If-None-Match": tag} if tag else None
            sent = Sent(path, headers=headers, wanted=(200, 304))
            answer = self.send(sent, scenario="static")
            if IMMUTABLE in answer.header("cache-control"):
                self._kept[path] = IMMUTABLE
            elif answer.header("etag"):
                self._kept[path] = answer.header("etag")

    def send(self, sent: Sent, *, scenario: str = "") -> Answer:
        """Send, judge, and record under the scenario. Redirections are one request."""
        self._asked += 1
        if self._asked > self.stays:
            self.arrive()
        began = time.time()
        start = time.perf_counter()
        answer = self._send(sent)
        took = (time.perf_counter() - start) * 1000
        name = scenario or self.scenario
        example = ""
        if answer.error:
            said = content.excerpt(answer.body, answer.header("content-encoding"))
            example = f"{sent.path}: {said}"
        seen = Seen(
            name,
            took,
            len(answer.body),
            answer.status,
            answer.error,
            example,
            answer.header("x-cache"),
        )
        self.environment.events.request.fire(
            request_type=sent.method,
            name=name,
            response_time=took,
            response_length=len(answer.body),
            exception=WrongAnswerError(answer.error) if answer.error else None,
            context={"seen": seen},
            start_time=began,
            url=sent.path,
            response=None,
        )
        return answer

    def _send(self, sent: Sent) -> Answer:
        headers = self._headers
        if sent.headers:
            headers = headers | dict(sent.headers)
        try:
            response = self._http.request(sent.method, sent.path, sent.body, headers)
            body = response.read()
            for _ in range(MOST_MOVES if sent.follows else 0):
                if response.get_code() not in MOVED:
                    break
                path = str(response.get("location")).removeprefix(str(self.host))
                response = self._http.request("GET", path, b"", headers)
                body = response.read()
        except FAILURE_EXCEPTIONS as error:
            kind = f"no answer: {type(error).__name__}"
            return Answer(0, {}, str(error).encode(), kind)
        status = response.get_code()
        found = response.info()
        wanted = status if status in sent.wanted else sent.wanted[0]
        if wanted != status or (status != 304 and status not in MOVED):  # noqa: PLR2004
            encoding = str(found.get("content-encoding") or "")
            wrong = content.error(status, body, encoding, sent.marks, wanted)
        else:
            wrong = ""
        return Answer(status, found, body, wrong)
