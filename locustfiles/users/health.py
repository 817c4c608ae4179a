"""What monitors and load balancers ask, every second or so."""

from typing import Final

from locust import constant, task

from locustfiles.course import Asked
from locustfiles.users.visitor import Visitor

# The full report is asked for by a monitor, once in a while.
ASKED: Final = (
    *(Asked("/healthz", (b"ok",)), Asked("/readyz", (b'"status"',))),
    Asked("/health", (b'"status": "ok"',)),
)


class Health(Visitor):
    scenario = "health"
    wait_time = constant(1)

    @task
    def look(self) -> None:
        self.ask(self.draws.choices(ASKED, weights=(6, 3, 1))[0])
