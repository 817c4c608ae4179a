"""How often what ended by itself is started again before all is given up."""

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Final

# Seconds before it is started again; at most so many times in so many seconds.
DELAY: Final = 1.0
MOST: Final = 5
WITHIN: Final = 60.0


class GivenUpError(Exception):
    """Something ends as often as it is started; the message says what."""


@dataclass(slots=True)
class Restarts:
    """Those of one program, in seconds of the monotonic clock."""

    made: deque[float] = field(default_factory=lambda: deque(maxlen=MOST))
    due: float | None = None

    def is_due(self) -> bool:
        """Tell whether `DELAY` has passed since it was first asked after an end."""
        now = time.monotonic()
        if self.due is None:
            self.due = now + DELAY
        if now < self.due:
            return False
        self.due = None
        return True

    def require_seldom(self, name: str) -> None:
        """Count one more; raises GivenUpError if there were `MOST` `WITHIN` so long."""
        now = time.monotonic()
        if len(self.made) == MOST and now - self.made[0] < WITHIN:
            raise GivenUpError(f"{name} ended {MOST + 1} times within a minute")
        self.made.append(now)
