"""Visitors who ask for pages all the time, while something is broken."""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

VISITORS = 4
# The last is another page each time, so that no cache has it.
PATHS = ("/", "/search/?q=kitchen", "/search/suggest?q=kit", "/search/?q=roof+{turn}")
PAUSE = 0.25
UNAVAILABLE = 503


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: 0 for none; `at` is the clock when it had come."""

    at: float
    status: int
    retry_after: bool


@dataclass(slots=True)
class Load:
    """All answers so far, and whether it goes on."""

    answers: list[Answer] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def since(self, moment: float) -> Sequence[Answer]:
        return [answer for answer in self.answers if answer.at >= moment]


@contextmanager
def visitors(base: str) -> Iterator[Load]:
    """Let them ask from here to the end, each at an address of its own."""
    load = Load()
    threads = [
        threading.Thread(target=_visit, args=(base, load, number))
        for number in range(VISITORS)
    ]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        load.over.set()
        for thread in threads:
            thread.join()


def _visit(base: str, load: Load, number: int) -> None:
    turn = 0
    with httpx.Client(base_url=base, timeout=15) as client:
        while not load.over.wait(PAUSE):
            # Never so often that a limit is reached.
            who = {"X-Real-IP": f"198.18.{number}.{turn // 50 % 250}"}
            path = PATHS[turn % len(PATHS)].format(turn=turn)
            load.answers.append(_ask(client, path, who))
            turn += 1


def _ask(client: httpx.Client, path: str, headers: dict[str, str]) -> Answer:
    try:
        answer = client.get(path, headers=headers)
    except httpx.HTTPError:
        return Answer(time.monotonic(), 0, retry_after=False)
    says_when = "Retry-After" in answer.headers
    return Answer(time.monotonic(), answer.status_code, says_when)


def counted(answers: Sequence[Answer]) -> str:
    """How many of each status, in words."""
    found = Counter(answer.status for answer in answers)
    return ", ".join(f"{number} x {status}" for status, number in sorted(found.items()))
