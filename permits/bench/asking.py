"""Asking pages in one process, with nothing cached, and what it took."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import quantiles

from django.test.utils import override_settings

_NO_CACHE = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
# Static files need not have been collected.
_PLAIN_FILES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@contextmanager
def uncached() -> Iterator[None]:
    with override_settings(
        ALLOWED_HOSTS=["testserver"], CACHES=_NO_CACHE, STORAGES=_PLAIN_FILES
    ):
        yield


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
