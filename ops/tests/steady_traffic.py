"""Requests at a steady rate over connections that are kept, each answer counted."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

# A method, a path and the status that is right.
Asked = tuple[str, str, int]


@dataclass
class Traffic:
    """Use as a context; `seen` counts what came back, by what was asked.

    A connection that the server closes while a request is on its way counts as an
    error here, though a browser would ask again.
    """

    base: str
    asked: Sequence[Asked]
    rate: float = 200.0
    clients: int = 20
    seen: Counter[str] = field(default_factory=Counter)
    # Seconds, when, and what was asked.
    slowest: tuple[float, float, str] = (0.0, 0.0, "")
    _end: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Self:
        for number in range(self.clients):
            thread = threading.Thread(target=self._run, args=(number,), daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join(70)

    @property
    def wrong(self) -> dict[str, int]:
        return {what: count for what, count in self.seen.items() if what != "right"}

    def _run(self, number: int) -> None:
        parts = urlsplit(self.base)
        connection = http.client.HTTPConnection(parts.netloc, timeout=60)
        pause = self.clients / self.rate
        due = time.monotonic() + pause * number / self.clients
        turn = number
        while not self._end.wait(max(0.0, due - time.monotonic())):
            due += pause
            turn += 1
            self._ask(connection, self.asked[turn % len(self.asked)])
        connection.close()

    def _ask(self, connection: http.client.HTTPConnection, asked: Asked) -> None:
        method, path, expected = asked
        begun = time.monotonic()
        try:
            connection.request(method, path, body=b"a=b" if method == "POST" else None)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            self.seen[f"{method} {path}: {error!r}"] += 1
            return
        took = time.monotonic() - begun
        self.slowest = max(self.slowest, (took, begun, f"{method} {path}"))
        right = answer.status == expected
        self.seen["right" if right else f"{method} {path}: {answer.status}"] += 1
