"""Which code makes the pages: what another deploy has cached is not this one's."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

FOLDERS: Final = ("ops", "permits", "knowledge", "analysis", "sfpermits")
KINDS: Final = frozenset({".py", ".html", ".sql", ".css", ".js", ".svg", ".txt"})
# What pages show besides the code's own text.
SETTINGS: Final = ("STATIC_URL", "MAP_TILE_URL", "MAP_TILE_ATTRIBUTION")


@cache
def code_version() -> str:
    """Twelve hex digits, the same wherever the same code runs; some 50 ms, once."""
    found = hashlib.sha256()
    for name in SETTINGS:
        found.update(f"{name}={getattr(settings, name)}\n".encode())
    for path in _files():
        found.update(str(path.relative_to(settings.BASE_DIR)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _files() -> list[Path]:
    listed = (
        path
        for folder in FOLDERS
        for path in (settings.BASE_DIR / folder).rglob("*")
        if path.suffix in KINDS and "tests" not in path.parts
    )
    return sorted(listed)
