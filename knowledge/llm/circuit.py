"""A server that keeps failing, or asks to wait, is left alone for a while.

Each process goes by what it saw itself. So that the health report can tell, whoever
answers it, a process leaves a mark in the cache as long as it sends nothing.
"""

import logging
import time
from dataclasses import dataclass, field
from typing import Final

from django.core.cache import cache

from knowledge.llm.failure import Failure
from ops.breaker import Breaker

logger = logging.getLogger(__name__)

MARK: Final = "llm:circuit"
# One trial takes as long as a whole call may.
TRIAL: Final = 60.0
COOL_DOWN: Final = 30.0
# Whatever the server asks for, it is tried again within a quarter of an hour.
LONGEST_WAIT: Final = 900.0


@dataclass(slots=True)
class Circuit:
    """What this process knows of the server."""

    breaker: Breaker = field(
        default_factory=lambda: Breaker(cool_down=COOL_DOWN, trial=TRIAL)
    )
    _not_before: float = field(default=0.0)

    def seconds_to_wait(self) -> float:
        """0 if the server may be called now; asking takes the trial from nobody."""
        asked = max(0.0, self._not_before - time.monotonic())
        return max(asked, self.breaker.seconds_to_wait())

    def allows(self) -> bool:
        """Tell whether to call now; the caller then reports what it saw."""
        return not self.seconds_to_wait() and self.breaker.allows()

    def failed(self, failure: Failure) -> None:
        """Note that a call failed, by the failure of its last attempt."""
        if failure.retry_after:
            wait = min(failure.retry_after, LONGEST_WAIT)
            self._not_before = time.monotonic() + wait
        if self.breaker.failed():
            logger.warning("Claude is left alone: the last calls failed: %s.", failure)
        if wait := self.seconds_to_wait():
            cache.set(MARK, failure.outcome, timeout=max(1, round(wait)))

    def succeeded(self) -> None:
        """Note that the server answered, whatever it said."""
        self._not_before = 0.0
        self.breaker.succeeded()
        cache.delete(MARK)


circuit = Circuit()


def why_open() -> str | None:
    """The outcome for which some process leaves the server alone; None if none does."""
    found = cache.get(MARK)
    return found if isinstance(found, str) else None
