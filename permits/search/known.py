"""The vocabulary of this record: the city's names, and those that are in the data."""

import functools
import threading
import time

from permits.models import SearchTerm
from permits.search.suffixes import SUFFIXES
from permits.search.vocabulary import Vocabulary

# A load adds few names; a process may learn of them a little later.
SECONDS_KEPT = 600
# What fewer permits have may be somebody's slip, which is to be put right.
FEWEST_PERMITS = 25
MOST_WORDS = 1_500
_lock = threading.Lock()


def vocabulary() -> Vocabulary:
    """Streets and words of the record on top of the gazetteer; kept ten minutes."""
    with _lock:
        return _at(int(time.monotonic() // SECONDS_KEPT))


@functools.lru_cache(maxsize=1)
def _at(period: int) -> Vocabulary:  # noqa: ARG001 - the key under which it is kept
    return read()


def read() -> Vocabulary:
    """The vocabulary as the record is now; two queries."""
    terms = SearchTerm.objects.order_by("-df", "term")
    terms = terms.filter(df__gte=FEWEST_PERMITS)
    streets = terms.filter(kind=SearchTerm.Kind.STREET).values_list("label", flat=True)
    words = terms.filter(kind=SearchTerm.Kind.WORD)
    base = Vocabulary.base()
    return base.with_streets(map(_parted, streets)).with_words(
        words.values_list("term", flat=True)[:MOST_WORDS]
    )


def _parted(label: str) -> tuple[str, str | None]:
    """Name and suffix of "Mission St"."""
    name, _, suffix = label.rpartition(" ")
    return (name, suffix) if name and suffix.lower() in SUFFIXES else (label, None)
