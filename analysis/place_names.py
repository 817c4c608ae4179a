"""Addresses on sheets and in file names, read as the search box reads them."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from permits.search import addresses
from permits.search.reading import Context
from permits.search.tokens import Line, clean
from permits.search.vocabulary import Vocabulary, key_of

# A house number followed by a word: everything else is not worth reading.
_MAY_BE: Final = re.compile(
    r"(?<![\d'\"/.=-])\b\d{1,5}(?:\s?-\s?\d{1,5})?[A-Za-z]?(?:\s1/2)?\s+[A-Za-z0-9]{2,}"
)
# The day takes no part in reading an address.
_ANY_DAY: Final = dt.date(2000, 1, 1)
_FIGURES: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Address:
    """`number` as "123", "123-125" or "123A"; `suffix` in USPS short form or ""."""

    number: str
    street: str
    suffix: str = ""

    def __str__(self) -> str:
        return f"{self.number} {self.street} {self.suffix}".strip()


def read(text: str) -> Address | None:
    """The first address in the text."""
    if not _MAY_BE.search(text):
        return None
    line, _ = clean(text)
    found = addresses.address(Line.of(line), Context(Vocabulary.base(), _ANY_DAY))
    if found is None:
        return None
    fields = found.fields
    return Address(
        fields["street_number"],
        fields["street_names"][0],
        fields.get("street_suffix", ""),
    )


def same(one: Address, other: Address) -> bool:
    """Whether both can be one place: ranges overlap, an unsaid suffix is no other."""
    suffixes = {one.suffix, other.suffix} - {""}
    if key_of(one.street) != key_of(other.street) or len(suffixes) > 1:
        return False
    low, high = _range(one)
    first, last = _range(other)
    return low <= last and first <= high


def _range(address: Address) -> tuple[int, int]:
    ends = [int(figures) for figures in _FIGURES.findall(address.number)[:2]]
    if "-" not in address.number or len(ends) == 1:
        return ends[0], ends[0]
    return min(ends), max(ends)
