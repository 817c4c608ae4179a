"""A circuit breaker: a server that keeps failing is left alone for a while."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Breaker:
    """Opens after `threshold` failures in a row, for `cool_down` seconds each time."""

    threshold: int = 10
    cool_down: float = 60.0
    clock: Callable[[], float] = time.monotonic
    _failures: int = 0
    _opened_at: float = field(default=0.0)

    def seconds_to_wait(self) -> float:
        """0 if a request may be sent now."""
        if self._failures < self.threshold:
            return 0.0
        return max(0.0, self._opened_at + self.cool_down - self.clock())

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        self._failures += 1
        if self._failures >= self.threshold:
            self._opened_at = self.clock()
