"""The site with nothing cached and nobody limited, in this one process."""

from collections.abc import Iterator
from contextlib import contextmanager

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
        ALLOWED_HOSTS=["testserver"],
        CACHES=_NO_CACHE,
        PAGE_CACHE_ENABLE=False,
        STORAGES=_PLAIN_FILES,
    ):
        yield
