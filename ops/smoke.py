"""Asks a running site for its main pages, as `manage.py up --check` does."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import httpx

# The worker's first heartbeat comes a moment after the first page.
PATIENCE = 20.0
OK = 200


@dataclass(frozen=True, slots=True)
class Question:
    """A page and what has to be on it."""

    path: str
    expected: str
    is_right: Callable[[httpx.Response], bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `error` is None if it was right."""

    path: str
    milliseconds: float
    error: str | None


def questions(pages: list[str]) -> list[Question]:
    """Give the health report, the home page, a search, and pages of the record."""
    return [
        Question("/health", 'status "ok"', _is_healthy),
        Question("/", "a search form", lambda answer: "/search/" in answer.text),
        Question(
            "/search/?q=kitchen",
            "links to permits",
            lambda answer: 'href="/permits/' in answer.text,
        ),
        *(Question(page, "its own address", partial(_names, page)) for page in pages),
    ]


def _names(page: str, answer: httpx.Response) -> bool:
    """Each page of the record gives its canonical address."""
    return page in answer.text


def ask(base: str, asked: list[Question]) -> Iterator[Answer]:
    """Ask each in turn; a connection that fails is an answer with its error."""
    with httpx.Client(base_url=base, timeout=10, follow_redirects=True) as client:
        for question in asked:
            yield _ask(client, question)


def wait_until_served(base: str, give_up: Callable[[], bool]) -> bool:
    """Return when the site answers; False after `PATIENCE` or once `give_up()`."""
    return _until(lambda: _status(f"{base}/healthz") == OK, give_up)


def wait_until_healthy(base: str, give_up: Callable[[], bool]) -> bool:
    """Return when everything behind the site answers; False as above."""

    def healthy() -> bool:
        try:
            return _is_healthy(httpx.get(f"{base}/health", timeout=5))
        except httpx.HTTPError:
            return False

    return _until(healthy, give_up)


def _until(ready: Callable[[], bool], give_up: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not give_up():
        if ready():
            return True
        time.sleep(0.1)
    return False


def _status(url: str) -> int | None:
    try:
        return httpx.get(url, timeout=5).status_code
    except httpx.HTTPError:
        return None


def _ask(client: httpx.Client, question: Question) -> Answer:
    start = time.perf_counter()
    try:
        answer = client.get(question.path)
        error = _error(question, answer)
    except httpx.HTTPError as failure:
        error = f"no answer ({failure})"
    return Answer(question.path, (time.perf_counter() - start) * 1000, error)


def _error(question: Question, answer: httpx.Response) -> str | None:
    if answer.status_code != OK:
        return f"status {answer.status_code} instead of {OK}"
    if not question.is_right(answer):
        return f"{question.expected} is missing"
    return None


def _is_healthy(answer: httpx.Response) -> bool:
    return answer.status_code == OK and answer.json().get("status") == "ok"
