"""Locust's web page, with our scenarios and shapes to choose: `make load`.

Host, users and spawn rate are locust's own fields. With a shape those of the users are
its own, unless the field says "as in the fields"; so is the scenario, unless one is
chosen.
"""

import logging
import os
import random
from argparse import Namespace
from collections.abc import Callable
from typing import Any, Final

import gevent
from locust import LoadTestShape, events
from locust.argument_parser import LocustArgumentParser
from locust.env import Environment
from locust.runners import STATE_CLEANUP, STATE_INIT, STATE_SPAWNING, Runner

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

logger = logging.getLogger(__name__)

AS_TYPED: Final = "as in the fields"
OF_SHAPE: Final = "as the shape has it"
SPAWN_RATE: Final = 100.0
# Seconds; the page asks for what went wrong each five, and not once all is stopped.
SHOWN: Final = 6.0


def add_choices(parser: LocustArgumentParser) -> None:
    """Put our fields on the page."""
    # Who finds the page can aim load at any address: it is for this machine alone.
    parser.set_defaults(web_host="127.0.0.1")
    parser.add_argument(
        "--scenario",
        choices=[OF_SHAPE, *CHOICES],
        default=OF_SHAPE,
        help="what the users do",
    )
    parser.add_argument(
        "--shape",
        choices=[AS_TYPED, *SHAPES],
        default=AS_TYPED,
        help="how many there are, and how long",
    )
    parser.add_argument("--seed", type=int, default=1, help="of what is asked for")


def prepare(environment: Environment, **_others: Any) -> None:
    raise_limit()
    logging.getLogger("httpx").setLevel(logging.WARNING)
    environment.stop_timeout = 10
    assert environment.runner is not None
    environment.runner.update_state = _without_cleanup(environment.runner)  # type: ignore[method-assign, assignment]


def _without_cleanup(runner: Runner) -> Callable[[str], None]:
    """Leave out the state between running and stopped.

    The page does not look again once it has seen that, and would never be stopped.
    """
    update = runner.update_state

    def update_state(new: str) -> None:
        if new != STATE_CLEANUP:
            update(new)

    return update_state


class Chosen(LoadTestShape):
    """The shape that was chosen on the page."""

    use_common_options = True
    is_ready = False

    def reset_time(self) -> None:
        """Begin anew; locust calls it at each start."""
        super().reset_time()  # type: ignore[no-untyped-call]
        self.is_ready = False

    def tick(self) -> tuple[int, float] | None:
        assert self.runner is not None
        environment = self.runner.environment
        options = environment.parsed_options
        assert options is not None
        if not self.is_ready and not self._get_ready(environment, options):
            return None
        second: float = self.get_run_time()  # type: ignore[no-untyped-call]
        return users_at(options, second)

    def _get_ready(self, environment: Environment, options: Namespace) -> bool:
        """Read the site's lists; False if it cannot be, with why on the page.

        Not at locust's own start of a test: a shape's next step would cut it short.
        """
        assert self.runner is not None
        # Or the page shows the form again meanwhile.
        self.runner.update_state(STATE_SPAWNING)
        try:
            begin(environment, options)
        except (SiteError, RunError) as error:
            logger.error("%s", error)  # noqa: TRY400 - the words are enough
            self.runner.exceptions = {}
            self.runner.log_exception("local", str(error), "No user was started.")
            gevent.sleep(SHOWN)
            return False
        self.runner.update_state(STATE_INIT)
        super().reset_time()  # type: ignore[no-untyped-call]
        self.is_ready = True
        return True


def begin(environment: Environment, options: Namespace) -> None:
    """Read the lists, take up the chosen scenario. Raises SiteError, RunError."""
    with Site(str(environment.host), key()) as site:
        found = names.gather(site, options.seed, 1.0, lambda _text: None)
    Visitor.course = Course(found, os.environ.get("LOAD_TEST_KEY", ""), options.seed)
    random.seed(options.seed)
    environment.user_classes = [*of(scenario(options))]


def scenario(options: Namespace) -> str:
    """Give the chosen scenario, or that of the chosen shape."""
    if options.scenario != OF_SHAPE:
        return str(options.scenario)
    return "browse" if options.shape == AS_TYPED else SHAPES[options.shape].scenario


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
