"""One process of users: a line of JSON a second, and at the end the record.

`run.py` starts it: locust changes the standard library of the process it is in.
"""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import gevent
from locust import LoadTestShape, events
from locust.env import Environment

from locustfiles.course import Course
from locustfiles.histogram import Histogram
from locustfiles.names import read
from locustfiles.open_files import raise_limit
from locustfiles.part import Part, share
from locustfiles.record import STEADY, WHOLE, Record
from locustfiles.shapes import SHAPES
from locustfiles.site import KEY
from locustfiles.users.table import of
from locustfiles.users.visitor import Visitor

# Seconds a request that is under way at the end has to come back.
LAST_ANSWERS: Final = 30
TICK: Final = 0.1
# Users a second; the shape decides how many there are, this is only not to wait.
SPAWN_RATE: Final = 100.0


class Generator:
    """Runs its part of the users and keeps the record."""

    def __init__(self, part: Part, environment: Environment) -> None:
        self.part = part
        self.environment = environment
        self.record = Record()
        self.lately = Histogram()
        self.start = time.perf_counter()
        shape = SHAPES[part.shape]
        self.settles = shape.settles(part.users, part.seconds)

    def seen(self, context: dict[str, Any], **_others: Any) -> None:
        """Record an answer; locust calls it for each."""
        second = time.perf_counter() - self.start
        answer = context["seen"]
        # By when it was sent: what was sent last counts however late it comes.
        sent = second - answer.milliseconds / 1000
        is_steady = self.settles <= sent < self.part.seconds
        self.record.add(answer, is_steady=is_steady)
        self.lately.add(answer.milliseconds)

    def watch(self) -> None:
        """Tell how it goes every second, and how late this process's clock rings."""
        due = time.perf_counter()
        for tick in range(1, 10**9):
            due += TICK
            gevent.sleep(max(0.0, due - time.perf_counter()))
            late = time.perf_counter() - due
            self.record.lag.add(late * 1000)
            if late > 1:
                due = time.perf_counter()
            if tick % round(1 / TICK) == 0:
                self.tell()

    def tell(self) -> None:
        users = self.environment.runner.user_count if self.environment.runner else 0
        self.record.most_users = max(self.record.most_users, users)
        total = self.record.phases[WHOLE].values()
        said = {
            "second": round(time.perf_counter() - self.start, 1),
            "users": users,
            "requests": sum(line.times.number for line in total),
            "errors": sum(line.errors.total() for line in total),
            "p95": round(self.lately.percentile(95), 1),
        }
        self.lately = Histogram()
        _say(said)

    def finish(self, cpu_before: float) -> None:
        self.record.cpu_seconds = time.process_time() - cpu_before
        self.record.seconds = {
            WHOLE: self.part.seconds,
            STEADY: self.part.seconds - self.settles,
        }
        _say({"record": self.record.as_json()})


def _say(said: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def shape_of(part: Part) -> LoadTestShape:
    """Give locust's form of the part's shape."""
    shape = SHAPES[part.shape]
    start = time.perf_counter()

    class Shape(LoadTestShape):
        def tick(self) -> tuple[int, float] | None:
            second = time.perf_counter() - start
            if second >= part.seconds:
                return None
            users = shape.users_at(second, part.users, part.seconds)
            return share(users, part.number, part.parts), SPAWN_RATE

    return Shape()  # type: ignore[no-untyped-call]


def run(part: Part) -> None:
    raise_limit()
    Visitor.course = Course(
        read(Path(part.names)), os.environ.get(KEY, ""), part.seed, part.number
    )
    # Locust draws the think times from here.
    random.seed(f"{part.seed}/{part.number}")
    environment = Environment(
        user_classes=[*of(part.scenario)],
        shape_class=shape_of(part),
        host=part.url,
        events=events,
        stop_timeout=LAST_ANSWERS,
    )
    runner = environment.create_local_runner()
    generator = Generator(part, environment)
    events.request.add_listener(generator.seen)  # type: ignore[no-untyped-call]
    cpu_before = time.process_time()
    generator.start = time.perf_counter()
    watching = gevent.spawn(generator.watch)
    runner.start_shape()
    assert runner.shape_greenlet is not None
    runner.shape_greenlet.join()
    runner.stop()
    watching.kill()
    generator.finish(cpu_before)
    runner.quit()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", help="a Part as JSON")
    given = parser.parse_args(arguments)
    run(Part(**json.loads(given.part)))


if __name__ == "__main__":
    main()
