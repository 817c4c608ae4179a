"""What somebody asked, made fit to read, store, show and compare."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Self

# Characters of a question that are used; what is behind them is not.
LONGEST: Final = 2_000
# Bytes of an address; a longer one is refused.
LONGEST_ADDRESS: Final = 16_384
_MEANS_NOTHING: Final = re.compile(r"[^\w$%'./-]+|(?<!\d)[./-]|[./-](?!\d)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question without control, bidirectional and zero-width characters."""

    text: str
    was_cut: bool = False

    @classmethod
    def of(cls, typed: str) -> Self:
        # A megabyte of blanks should cost nothing: only the head is looked at.
        head = typed.strip()[: 5 * LONGEST]
        kept = unicodedata.normalize("NFC", "".join(map(_kept, head)))
        words = " ".join(kept.split())
        text = words[:LONGEST].rstrip()
        return cls(text, len(text) < len(words) or len(head) < len(typed.strip()))

    @property
    def sha256(self) -> str:
        """The same for questions that differ in capitals, blanks and points alone."""
        plain = _MEANS_NOTHING.sub(" ", self.text.casefold())
        return hashlib.sha256(" ".join(plain.split()).encode()).hexdigest()

    def __bool__(self) -> bool:
        return any(character.isalnum() for character in self.text)


def _kept(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() else " "
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return " " if category[0] in "CZ" else character
