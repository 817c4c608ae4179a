"""How many users there are at each moment of a run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Shape:
    """A course of users over time, for a number of users and seconds.

    `users_at(second, users, seconds)` is how many there are to be; `settles` is the
    share of the run after which the load counts as steady.
    """

    name: str
    purpose: str
    users: int
    seconds: int
    users_at: Callable[[float, int, int], int]
    settles: Callable[[int, int], float]
    scenario: str = "browse"


# Users a second while the numbers go up: 5,000 are there after a minute and a half.
PER_SECOND: Final = 56
FASTEST_RAMP: Final = 5.0
# Seconds after the last user came: their first pages are what is asked of a cold cache.
SETTLING: Final = 10.0
STAIRS: Final = (0.04, 0.1, 0.2, 0.4, 0.7, 1.0)


def ramp_seconds(users: int, seconds: int) -> float:
    """Give how long the users take to come, at most half of the run."""
    return min(max(users / PER_SECOND, min(FASTEST_RAMP, users / 10)), seconds / 2)


def _hold(second: float, users: int, seconds: int) -> int:
    ramp = ramp_seconds(users, seconds)
    return users if second >= ramp else max(1, round(users * second / ramp))


def _staircase(second: float, users: int, seconds: int) -> int:
    step = min(int(second / seconds * len(STAIRS)), len(STAIRS) - 1)
    return max(1, round(users * STAIRS[step]))


def _spike(second: float, users: int, seconds: int) -> int:
    """A tenth of the users; all of them for the middle fifth of the run."""
    is_high = 0.4 <= second / seconds < 0.6  # noqa: PLR2004 - the middle fifth
    return users if is_high else max(1, users // 10)


def _settled(users: int, seconds: int) -> float:
    return min(ramp_seconds(users, seconds) + SETTLING, seconds * 0.6)


def _last_step(_users: int, seconds: int) -> float:
    return seconds * (len(STAIRS) - 0.5) / len(STAIRS)


def _at_once(_users: int, _seconds: int) -> float:
    return 0.0


def _shapes(*shapes: Shape) -> Mapping[str, Shape]:
    return {shape.name: shape for shape in shapes}


SHAPES: Final = _shapes(
    Shape("smoke", "does it answer", 5, 5, _hold, _at_once, "health"),
    Shape("standard", "the usual check", 50, 60, _hold, _settled, "all"),
    Shape("tier1", "200 users", 200, 120, _hold, _settled),
    Shape("tier2", "1,000 users", 1_000, 180, _hold, _settled),
    Shape("tier3", "5,000 users", 5_000, 180, _hold, _settled),
    Shape("staircase", "200 to 5,000 users", 5_000, 360, _staircase, _last_step),
    Shape("soak", "an hour of it", 200, 3_600, _hold, _settled),
    Shape("spike", "ten times as many", 1_000, 150, _spike, _at_once),
    Shape("fault", "while something is broken", 200, 120, _hold, _settled),
)
