"""A permit's page, from a list of real ones."""

from locust import task

from locustfiles.users.visitor import Visitor


class Permit(Visitor):
    scenario = "permit"
    is_browser = True

    @task
    def read(self) -> None:
        self.page()
