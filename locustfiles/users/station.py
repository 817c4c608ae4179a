"""A station of plan review, from a list of real ones."""

from locust import task

from locustfiles.users.visitor import Visitor


class Station(Visitor):
    scenario = "station"
    is_browser = True

    @task
    def read(self) -> None:
        self.page()
