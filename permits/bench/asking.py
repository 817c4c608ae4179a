"""Asking pages in one process, with nothing cached, and what it took."""

import time
from collections.abc import Callable, Sequence
from statistics import quantiles

from ops.audit.uncached import uncached

__all__ = ["summary", "timed", "uncached"]


def timed(function: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    function()
    return (time.perf_counter() - start) * 1000


def summary(milliseconds: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(milliseconds, n=100, method="inclusive")
    values = {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98]}
    values["max"] = max(milliseconds)
    return {name: round(value, 1) for name, value in values.items()}
