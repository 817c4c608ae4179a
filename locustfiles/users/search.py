"""Searches that people make, from a list of real ones."""

from locust import task

from locustfiles.users.visitor import Visitor


class Search(Visitor):
    scenario = "search"
    is_browser = True

    @task
    def search(self) -> None:
        self.page()
