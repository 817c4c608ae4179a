"""Suggestions while somebody types, one prefix after another."""

from typing import Final
from urllib.parse import quote

import gevent
from locust import task

from locustfiles.course import Asked
from locustfiles.users.visitor import Visitor

SHORTEST: Final = 2
LONGEST: Final = 10
MARKS: Final = (b'{"suggestions": [',)


class Suggest(Visitor):
    scenario = "suggest"
    is_browser = True

    @task
    def type(self) -> None:
        text = self.course.typed(self.draws)[:LONGEST]
        for length in range(SHORTEST, len(text) + 1):
            # What the page waits before it asks, and who types fast skips one.
            gevent.sleep(self.draws.uniform(0.15, 0.45))
            if self.draws.random() < 0.7 or length == len(text):  # noqa: PLR2004
                path = f"/search/suggest?q={quote(text[:length])}"
                self.ask(Asked(path, MARKS))
