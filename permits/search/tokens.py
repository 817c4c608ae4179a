"""A typed line made clean, and cut into words that know where they stand."""

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

Span = tuple[int, int]

MAX_CHARACTERS = 200
MAX_TERMS = 16
# Stands where a recogniser took something away, so that the words on either side
# of the gap do not come together and mean something new.
BREAK = "\n"

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02bc`\u00b4\u2032\uff07", "'"),
        **dict.fromkeys("“”„″", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
        "\u2044": "/",
    }
)
# "AT&T" is one word, "24th&mission" is three.
_WORD = re.compile(
    r"(?<!\w)[a-z]{1,2}&[a-z]{1,2}(?!\w)|[&/@+,;:()\n|]|[^\s&/@+,;:()\n|]+"
)
_EDGES = ".!?\"'*[]{}<>-_~"
_PIECE = re.compile(r"[^\n,;]+")


class Word(NamedTuple):
    """A word as a key for tables (folded, bare of edge punctuation), and its span."""

    start: int
    end: int
    key: str

    @property
    def is_letters(self) -> bool:
        return self.key.replace("-", "").isalpha()


@functools.lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    bare = unicodedata.normalize("NFKD", character)[:1].lower()
    return bare if len(bare) == 1 else character


def fold(text: str) -> str:
    """Lower case without accents, of the same length as the text."""
    if text.isascii():
        return text.lower()
    # A half (½) is kept: taken apart it would read as another number.
    return "".join(c if c in "½¼¾" else _fold_character(c) for c in text)


def clean(text: str) -> tuple[str, bool]:
    """The text fit to read, store and show, and whether something was cut off.

    Without control characters, lone surrogates and zero-width characters; blanks
    single; quotation marks and dashes in their plain forms.
    """
    # A megabyte of blanks should cost nothing: only the head is looked at.
    head = text.strip()[: 5 * MAX_CHARACTERS]
    kept = "".join(_replacement(c) for c in head.translate(_ALIKE))
    full = " ".join(_compose(kept).split())
    words = full[:MAX_CHARACTERS].split(" ")[:MAX_TERMS]
    cut = " ".join(words)
    return cut, len(cut) < len(full) or len(head) < len(text.strip())


def _replacement(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() else " "
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return " " if category in {"Cc", "Cs", "Zs", "Zl", "Zp"} else character


def _compose(text: str) -> str:
    if text.isascii():
        return text
    return "".join(
        part if unicodedata.category(part[0]) == "No" else _compatible(part)
        for part in re.split(r"([½¼¾²³])", text)
        if part
    )


def _compatible(text: str) -> str:
    """Full-width figures and letters as plain ones, accents put together."""
    return unicodedata.normalize("NFKC", text)


@dataclass(frozen=True, slots=True)
class Line:
    """What is still unread: the typed text and its folded form, of equal length."""

    typed: str
    folded: str

    @classmethod
    def of(cls, typed: str) -> "Line":
        folded = fold(typed)
        return cls(
            typed, folded if len(folded) == len(typed) else typed.lower()[: len(typed)]
        )

    def without(self, spans: tuple[Span, ...]) -> "Line":
        typed, folded = self.typed, self.folded
        for start, end in spans:
            gap = BREAK * (end - start)
            typed = typed[:start] + gap + typed[end:]
            folded = folded[:start] + gap + folded[end:]
        return Line(typed, folded)

    def blanked(self, pattern: re.Pattern[str]) -> "Line":
        """The same line with blanks for what the pattern matches."""
        spans = [match.span() for match in pattern.finditer(self.folded)]
        typed, folded = self.typed, self.folded
        for start, end in spans:
            typed = typed[:start] + " " * (end - start) + typed[end:]
            folded = folded[:start] + " " * (end - start) + folded[end:]
        return Line(typed, folded)

    def with_word(self, word: Word, other: str) -> "Line":
        """One word exchanged; the words behind it move."""
        typed = self.typed[: word.start] + other + self.typed[word.end :]
        folded = self.folded[: word.start] + fold(other) + self.folded[word.end :]
        return Line(typed, folded)

    def words(self, start: int = 0, end: int | None = None) -> list[Word]:
        stop = len(self.folded) if end is None else end
        return [
            Word(match.start(), match.end(), _key(match[0]))
            for match in _WORD.finditer(self.folded, start, stop)
        ]

    def pieces(self) -> list[list[Word]]:
        """The words between gaps and commas, piece by piece; no piece is empty."""
        found = (
            self.words(match.start(), match.end())
            for match in _PIECE.finditer(self.folded)
        )
        return [piece for piece in found if piece]

    def text(self, words: Sequence[Word]) -> str:
        return self.typed[words[0].start : words[-1].end] if words else ""

    def is_blank(self) -> bool:
        return not self.folded.strip(BREAK + " ,;.:-?!\"'")


def _key(word: str) -> str:
    if word in _EDGES or len(word) == 1:
        return word
    return word.strip(_EDGES).replace("'", "") or word
