"""The page of a person or firm, from a list of real ones."""

from locust import task

from locustfiles.users.visitor import Visitor


class Entity(Visitor):
    scenario = "entity"
    is_browser = True

    @task
    def read(self) -> None:
        self.page()
