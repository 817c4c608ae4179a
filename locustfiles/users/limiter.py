"""One visitor who asks too often: exactly the limit passes, and the rest is refused."""

from typing import Final

from locust import constant, task

from locustfiles.users.visitor import Sent, Visitor

# A minute's requests of a program, of scope `api` in ops/rate_limit.py.
LIMIT: Final = 120
BEYOND: Final = 6
# At the edge between two windows the last one's count weighs in rounded.
SLACK: Final = 2
ANSWERED: Final = b'"query"'


class Limiter(Visitor):
    """Expects 429 here and nowhere else; both too early and too late are errors."""

    scenario = "limiter"
    wait_time = constant(30)

    @task
    def ask_too_often(self) -> None:
        self.arrive()
        for number in range(1, LIMIT + BEYOND + 1):
            # No two addresses are alike, or a cache in front would answer.
            path = f"/search.json?q=limit{self.draws.randrange(10**9)}"
            refused = Sent(path, wanted=(429,))
            served = Sent(path, marks=(ANSWERED,))
            either = Sent(path, wanted=(200, 429))
            if number <= LIMIT - SLACK:
                self.send(served)
            else:
                self.send(either if number <= LIMIT + SLACK else refused)
