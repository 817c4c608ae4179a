"""Which permits are still open, by the record."""

from typing import Final

from permits import words
from permits.search.labels import STATUSES

OPEN_TONES: Final = frozenset({"progress", "approved", "active"})
# Stopped for now; the others of that tone are over.
OPEN_STOPPED: Final = frozenset({"appeal", "suspend"})


def is_open(status: words.Status) -> bool:
    """Neither complete nor ended: what is still to be done, by the record."""
    return status.tone in OPEN_TONES or status.raw.lower() in OPEN_STOPPED


def open_statuses() -> list[str]:
    """The statuses that count as open, as the city writes them, in lower case."""
    return [code for code in STATUSES if is_open(words.status(code))]
