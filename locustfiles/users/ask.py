"""Questions about the rules, those that the page itself offers."""

from locust import task

from locustfiles.users.visitor import Visitor


class Ask(Visitor):
    scenario = "ask"
    is_browser = True
    # One visitor may ask 100 a day.
    stays = 60

    @task
    def ask_the_rules(self) -> None:
        self.page()
