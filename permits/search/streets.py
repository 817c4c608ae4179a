"""Finding a street's name among the words of a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from permits.search.ordinals import HIGHEST_NUMBERED_STREET, ordinal
from permits.search.suffixes import ONLY_OF_ITS_STREETS, SUFFIXES
from permits.search.tokens import BREAK, Word
from permits.search.vocabulary import (
    Correction,
    Vocabulary,
    key_of,
)
from permits.search.words import DIRECTIONS, FUNCTION_WORDS, MAJOR_STREETS, SEPARATORS

LONGEST_NAME = 5
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Street:
    """A street that was read, and the place behind its last word."""

    name: str
    suffix: str | None
    end: int
    plain: bool = False
    corrections: tuple[Correction, ...] = ()


def street_at(
    words: Sequence[Word], at: int, vocabulary: Vocabulary, *, correct: bool
) -> Street | None:
    """The longest known street that starts at word `at`, with its suffix."""
    if at >= len(words):
        return None
    for count in range(_reach(words, at), 0, -1):
        street = _named(words, at, at + count, vocabulary, correct=correct)
        if street:
            return street
    if words[at].key in DIRECTIONS and at + 1 < len(words):
        # "E 24th St": no numbered street has a direction.
        at += 1
        street = _named(words, at, at + 1, vocabulary, correct=correct)
        if street and street.name[0].isdigit():
            return street
    return _numbered(words, at, vocabulary)


def bare_number_at(
    words: Sequence[Word], at: int, vocabulary: Vocabulary
) -> Street | None:
    """As in "24 and mission": a number that only a crossing makes a street."""
    name = _ordinal(words[at].key) if at < len(words) else None
    return Street(name, None, at + 1) if name in vocabulary.streets and name else None


def misspelt_street_at(
    words: Sequence[Word], at: int, vocabulary: Vocabulary
) -> Street | None:
    """A street whose name starts at word `at` with a slip in it."""
    for count in range(min(3, _reach(words, at)), 0, -1):
        chosen = words[at : at + count]
        if any(word.key in FUNCTION_WORDS for word in chosen):
            continue
        known = count > 1 and all(vocabulary.knows(word.key) for word in chosen)
        street = _corrected(words, at, at + count, vocabulary)
        if street and (street.suffix or not known):
            return street
    return None


def unknown_street_at(
    words: Sequence[Word], at: int, vocabulary: Vocabulary
) -> Street | None:
    """One to three words that no table has, but with a street's suffix behind them."""
    for end in range(at + 1, min(at + 4, len(words))):
        if not _can_name(words[end - 1], vocabulary):
            return None
        suffix = SUFFIXES.get(words[end].key)
        if suffix and words[end].key not in ONLY_OF_ITS_STREETS - {"court", "lane"}:
            name = " ".join(word.key.capitalize() for word in words[at:end])
            return Street(name, suffix, end + 1)
    return None


def _can_name(word: Word, vocabulary: Vocabulary) -> bool:
    return (
        word.is_letters
        and len(word.key) >= _SHORTEST_NAME
        and not vocabulary.is_word(word.key)
    )


def _reach(words: Sequence[Word], at: int) -> int:
    """How many words from `at` may belong together: up to a comma or a gap."""
    for count in range(min(LONGEST_NAME, len(words) - at)):
        if words[at + count].key in SEPARATORS:
            return count
    return min(LONGEST_NAME, len(words) - at)


def _named(
    words: Sequence[Word], at: int, end: int, vocabulary: Vocabulary, *, correct: bool
) -> Street | None:
    key = key_of(" ".join(word.key for word in words[at:end]))
    suffix, behind = _suffix_at(words, end)
    if key in vocabulary.renamed:
        return _renamed(key, suffix, behind, vocabulary, correct=correct)
    name = vocabulary.street(key, suffix)
    if name is None:
        return None
    if suffix and not _fits(words[end].key, suffix, vocabulary.streets[name]):
        suffix, behind = None, end
    toward = _toward(words, behind, name, vocabulary) if suffix else None
    plain = end - at == 1 and key in vocabulary.words and key not in MAJOR_STREETS
    if toward:
        return Street(toward, suffix, behind + 1)
    return Street(name, suffix, behind, plain=plain and not suffix)


def _toward(
    words: Sequence[Word], at: int, name: str, vocabulary: Vocabulary
) -> str | None:
    """As "Buena Vista Ave East": the direction stands behind the suffix."""
    if at < len(words) and words[at].key in DIRECTIONS:
        return vocabulary.street(key_of(name + DIRECTIONS[words[at].key]))
    return None


def _renamed(
    key: str, suffix: str | None, behind: int, vocabulary: Vocabulary, *, correct: bool
) -> Street:
    old = key.capitalize()
    if not correct:
        return Street(old, suffix, behind)
    name = vocabulary.renamed[key]
    # The old suffix went with the old name.
    known = sorted(vocabulary.streets.get(name, ()))
    current = known[0] if suffix and len(known) == 1 else None
    correction = Correction(old, name, "renamed")
    return Street(name, current, behind, corrections=(correction,))


def _numbered(words: Sequence[Word], at: int, vocabulary: Vocabulary) -> Street | None:
    """As "9 ave", "24 st": an ordinal without its ending, so only with a suffix."""
    apart = at + 1 < len(words) and words[at + 1].key in {"nd", "rd", "th"}
    suffix, behind = _suffix_at(words, at + 2 if apart else at + 1)
    name = _ordinal(words[at].key)
    if name is None or suffix not in vocabulary.streets.get(name, ()):
        return None
    return Street(name, suffix, behind)


def _ordinal(key: str) -> str | None:
    if not (key.isascii() and key.isdigit()):
        return None
    number = int(key[:4])
    return ordinal(number) if 0 < number <= HIGHEST_NUMBERED_STREET else None


def _corrected(
    words: Sequence[Word], at: int, end: int, vocabulary: Vocabulary
) -> Street | None:
    typed = " ".join(word.key for word in words[at:end])
    correction = vocabulary.correct_street(typed)
    if correction is None:
        return None
    suffix, behind = _suffix_at(words, end)
    if suffix and not _fits(
        words[end].key, suffix, vocabulary.streets[correction.read]
    ):
        suffix, behind = None, end
    return Street(correction.read, suffix, behind, corrections=(correction,))


def _suffix_at(words: Sequence[Word], at: int) -> tuple[str | None, int]:
    if at < len(words) and words[at].key != BREAK:
        suffix = SUFFIXES.get(words[at].key)
        if suffix:
            return suffix, at + 1
    return None, at


def _fits(typed: str, suffix: str, known: frozenset[str]) -> bool:
    return suffix in known or typed not in ONLY_OF_ITS_STREETS
