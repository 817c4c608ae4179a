"""Locust's web page, with our scenarios and shapes to choose: `make load`.

Host, users and spawn rate are locust's own fields. With a shape those of the users are
its own, unless the field says "as in the fields".
"""

import logging
import os
import random
from argparse import Namespace
from typing import Any, Final

from locust import LoadTestShape, events
from locust.argument_parser import LocustArgumentParser
from locust.env import Environment
from locust.exception import StopTest

from locustfiles import names
from locustfiles.course import Course
from locustfiles.mixes import CHOICES
from locustfiles.open_files import raise_limit
from locustfiles.run import RunError, key
from locustfiles.shapes import SHAPES
from locustfiles.site import Site, SiteError
from locustfiles.users.landing import Landing  # noqa: F401 - locust wants one at start
from locustfiles.users.table import of
from locustfiles.users.visitor import Visitor

AS_TYPED: Final = "as in the fields"
SPAWN_RATE: Final = 100.0


def add_choices(parser: LocustArgumentParser) -> None:
    """Put our fields on the page."""
    parser.add_argument(
        "--scenario", choices=CHOICES, default="browse", help="What the users do"
    )
    parser.add_argument(
        "--shape",
        choices=[AS_TYPED, *SHAPES],
        default=AS_TYPED,
        help="How many there are, and how long",
    )
    parser.add_argument("--seed", type=int, default=1, help="Seed of what is asked")


def prepare(environment: Environment, **_others: Any) -> None:
    raise_limit()
    logging.getLogger("httpx").setLevel(logging.WARNING)
    environment.stop_timeout = 10


def begin(environment: Environment, **_others: Any) -> None:
    """Read the site's lists and take up the chosen scenario."""
    options = environment.parsed_options
    assert options is not None
    try:
        with Site(str(environment.host), key()) as site:
            found = names.gather(site, options.seed, 1.0, lambda _text: None)
    except (SiteError, RunError) as error:
        raise StopTest(str(error)) from error
    Visitor.course = Course(found, os.environ.get("LOAD_TEST_KEY", ""), options.seed)
    random.seed(options.seed)
    environment.user_classes = [*of(options.scenario)]


class Chosen(LoadTestShape):
    """The shape that was chosen on the page."""

    use_common_options = True

    def tick(self) -> tuple[int, float] | None:
        assert self.runner is not None
        options = self.runner.environment.parsed_options
        assert options is not None
        second: float = self.get_run_time()  # type: ignore[no-untyped-call]
        return users_at(options, second)


def users_at(options: Namespace, second: float) -> tuple[int, float] | None:
    """Give the users there are to be and how fast they may come; None at the end."""
    if options.shape == AS_TYPED:
        is_over = options.run_time and second >= options.run_time
        return None if is_over else (options.num_users or 1, options.spawn_rate or 1)
    shape = SHAPES[options.shape]
    if second >= shape.seconds:
        return None
    return shape.users_at(second, shape.users, shape.seconds), SPAWN_RATE


events.init_command_line_parser.add_listener(add_choices)  # type: ignore[no-untyped-call]
events.init.add_listener(prepare)  # type: ignore[no-untyped-call]
events.test_start.add_listener(begin)  # type: ignore[no-untyped-call]
