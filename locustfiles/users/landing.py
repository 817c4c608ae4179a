"""The start page."""

from typing import Final

from locust import task

from locustfiles.course import Asked
from locustfiles.users.visitor import Visitor

HOME: Final = Asked("/", (b"<title>san francisco building permits",))


class Landing(Visitor):
    scenario = "landing"
    is_browser = True

    @task
    def arrive_at_home(self) -> None:
        self.ask(HOME)
