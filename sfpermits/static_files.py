"""Which static files are collected."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.contrib.staticfiles.finders import FileSystemFinder

# Of Leaflet's folder the map alone: its other parts are never asked for.
UNUSED: Final = (
    "draw",
    "Control.MiniMap.*",
    "leaflet-src.*",
    "leaflet.extras.*",
    "leaflet.forms.js",
    "leaflet_django.css",
    "proj4*.js",
)


class UsedFilesFinder(FileSystemFinder):
    """Finds what pages use in the folders of STATICFILES_DIRS."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[Any]:
        """Give (path, storage) of each file."""
        return iter(super().list([*(ignore_patterns or ()), *UNUSED]))
