"""Styles and scripts as somebody loads them who comes for the first time."""

from locust import task

from locustfiles.users.visitor import Visitor


class Static(Visitor):
    scenario = "static"

    @task
    def come_twice(self) -> None:
        # The second time asks only for what may have changed: nothing of ours.
        self.arrive()
        self.load_assets()
        self.load_assets()
