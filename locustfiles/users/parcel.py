"""Everything at one lot, from a list of real ones."""

from locust import task

from locustfiles.users.visitor import Visitor


class Parcel(Visitor):
    scenario = "parcel"
    is_browser = True

    @task
    def read(self) -> None:
        self.page()
