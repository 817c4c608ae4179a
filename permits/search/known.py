"""The vocabulary of this record: the city's names, and those that are in the data."""

import functools
import re
import threading
import time
from collections.abc import Iterable

from permits.models import Entity, SearchTerm
from permits.search.suffixes import SUFFIXES
from permits.search.tokens import fold
from permits.search.vocabulary import Vocabulary

# A load adds few names; a process may learn of them a little later.
SECONDS_KEPT = 600
# What fewer permits have may be somebody's slip, which is to be put right.
FEWEST_PERMITS = 25
MOST_WORDS = 1_500
# Of the busiest people and firms with as many permits, how many give their names to the
# spelling; and how long a word of them is that nobody types by a slip of another.
BUSIEST = 2_000
SHORTEST_NAME = 5
_LETTERS = re.compile(r"[a-z]+")
_lock = threading.Lock()


def vocabulary() -> Vocabulary:
    """Streets and words of the record on top of the gazetteer; kept ten minutes."""
    with _lock:
        return _at(int(time.monotonic() // SECONDS_KEPT))


@functools.lru_cache(maxsize=1)
def _at(period: int) -> Vocabulary:  # noqa: ARG001 - the key under which it is kept
    return read()


def read() -> Vocabulary:
    """The vocabulary as the record is now; three queries."""
    terms = SearchTerm.objects.order_by("-df", "term")
    terms = terms.filter(df__gte=FEWEST_PERMITS)
    streets = terms.filter(kind=SearchTerm.Kind.STREET).values_list("label", flat=True)
    words = terms.filter(kind=SearchTerm.Kind.WORD)
    known = Vocabulary.base().with_streets(map(_parted, streets))
    known = known.with_words(words.values_list("term", flat=True)[:MOST_WORDS])
    return known.with_firms(_names(known))


def _names(known: Vocabulary) -> Iterable[str]:
    """Words of the busiest names that are nothing else, nor nearly so.

    A street misspelt in a firm's name must not become right by it.
    """
    busiest = Entity.objects.filter(permit_count__gte=FEWEST_PERMITS)
    ordered = busiest.order_by("-permit_count", "id")[:BUSIEST]
    names = ordered.values_list("name", flat=True)
    found = (_LETTERS.findall(fold(name or "")) for name in names)
    words = dict.fromkeys(word for in_name in found for word in in_name)
    return (
        word
        for word in words
        if len(word) >= SHORTEST_NAME
        and not known.knows(word)
        and known.nearest_sort(word) is None
    )


def _parted(label: str) -> tuple[str, str | None]:
    """Name and suffix of "Mission St"."""
    name, _, suffix = label.rpartition(" ")
    return (name, suffix) if name and suffix.lower() in SUFFIXES else (label, None)
