"""Limits counted in this process alone, for the time that Redis is away.

Each process allows its share, so that all together stay near the limit.
"""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from django.conf import settings

# Visitors remembered; beyond it the ones longest unseen are forgotten.
MOST = 10_000


def share(limit: int) -> int:
    """Give the part of a limit that one web process may hand out; at least one."""
    processes = settings.WEB_CONCURRENCY * settings.WEB_REPLICAS
    return max(1, limit // processes)


@dataclass(slots=True)
class LocalLimits:
    """The times of what was allowed, by key."""

    clock: Callable[[], float] = time.monotonic
    _taken: OrderedDict[Hashable, deque[float]] = field(default_factory=OrderedDict)

    def take(self, key: Hashable, limit: int, seconds: int) -> int:
        """Give 0 if one more is allowed in `seconds`, else the seconds to wait."""
        now = self.clock()
        times = self._taken.pop(key, None) or deque[float]()
        self._taken[key] = times
        if len(self._taken) > MOST:
            self._taken.popitem(last=False)
        while times and times[0] <= now - seconds:
            times.popleft()
        if len(times) >= share(limit):
            return max(1, math.ceil(times[0] + seconds - now))
        times.append(now)
        return 0
