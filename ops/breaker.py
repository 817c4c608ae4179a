"""A circuit breaker: a server that does not answer is left alone for a while."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Breaker:
    """Opens for `cool_down` seconds after `threshold` failures in a row.

    Then one caller may try at a time. One failure alone may be a busy moment of ours.
    """

    threshold: int = 3
    cool_down: float = 10.0
    # Seconds in which the one who tries must come back before another may.
    trial: float = 1.0
    clock: Callable[[], float] = time.monotonic
    _failures: int = 0
    _next_trial: float = field(default=0.0)

    def allows(self) -> bool:
        """Tell whether to call the server now; the caller then reports what it saw."""
        if self._failures < self.threshold:
            return True
        now = self.clock()
        if now < self._next_trial:
            return False
        self._next_trial = now + self.trial
        return True

    def failed(self) -> bool:
        """Note a failure; True if it is the one that opens, which is worth a line."""
        self._failures += 1
        self._next_trial = self.clock() + self.cool_down
        return self._failures == self.threshold

    def succeeded(self) -> None:
        self._failures = 0
