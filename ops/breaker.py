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

    @property
    def _is_open(self) -> bool:
        return self._failures >= self.threshold

    def seconds_to_wait(self) -> float:
        """0 if the server may be called now; asking takes the trial from nobody."""
        return max(0.0, self._next_trial - self.clock()) if self._is_open else 0.0

    def allows(self) -> bool:
        """Tell whether to call the server now; the caller then reports what it saw."""
        if self.seconds_to_wait():
            return False
        if self._is_open:
            self._next_trial = self.clock() + self.trial
        return True

    def failed(self) -> bool:
        """Note a failure; True if it is the one that opens, which is worth a line."""
        self._failures += 1
        self._next_trial = self.clock() + self.cool_down
        return self._failures == self.threshold

    def succeeded(self) -> None:
        self._failures = 0
