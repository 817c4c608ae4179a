"""Streets without a number: crossings, a street with its suffix, a bare name."""

from collections.abc import Sequence

from permits.search.reading import Context, Fields, Found
from permits.search.streets import (
    Street,
    bare_number_at,
    misspelt_street_at,
    street_at,
    unknown_street_at,
)
from permits.search.suffixes import ONLY_OF_ITS_STREETS
from permits.search.tokens import BREAK, Line, Span, Word
from permits.search.vocabulary import key_of
from permits.search.words import FILLER

_JOINERS = frozenset({"and", "&", "at", "@", "/", "x", "+", "near"})
_CORNER = ("corner", "intersection")
_LONGEST_NAME = 6


def crossing(line: Line, context: Context) -> Found | None:
    words = line.words()
    corner = any(word.key in _CORNER for word in words)
    for at, word in enumerate(words):
        if word.key not in _JOINERS:
            continue
        left = _ending_at(words, at, context)
        right = _starting_at(words, at + 1, context) if left else None
        if (
            left is None
            or right is None
            or _is_area(words, left[0], right.end, context)
        ):
            continue
        if corner or _is_crossing(left[1], right, words, context):
            return _both(words, left, right)
    return None


def _is_area(words: Sequence[Word], first: int, end: int, context: Context) -> bool:
    """Such as "Oceanview/Merced/Ingleside": names of streets, but one neighborhood."""
    keys = (
        key_of("".join(word.key for word in words[start:last]))
        for start in range(max(0, first - _LONGEST_NAME), first + 1)
        for last in range(end, min(end + _LONGEST_NAME, len(words)) + 1)
    )
    return any(key in context.vocabulary.neighborhoods for key in keys)


def _both(
    words: Sequence[Word], left: tuple[int, Street], right: Street
) -> Found | None:
    first, street = left
    while first and words[first - 1].key in {*_CORNER, "of", "the", "at"}:
        first -= 1
    fields: Fields = {"street_names": (street.name, right.name)}
    span = (words[first].start, words[right.end - 1].end)
    return Found(fields, (span,), street.corrections + right.corrections)


def _ending_at(
    words: Sequence[Word], end: int, context: Context
) -> tuple[int, Street] | None:
    for first in range(max(0, end - _LONGEST_NAME), end):
        street = _starting_at(words, first, context)
        if street and street.end == end:
            return first, street
    return None


def _starting_at(words: Sequence[Word], at: int, context: Context) -> Street | None:
    vocabulary = context.vocabulary
    street = street_at(words, at, vocabulary, correct=context.correct)
    street = street or bare_number_at(words, at, vocabulary)
    if street or not context.correct:
        return street
    return misspelt_street_at(words, at, vocabulary)


def _is_crossing(
    left: Street, right: Street, words: Sequence[Word], context: Context
) -> bool:
    """Not "north and south", nor "oak and pine flooring"."""
    if (left.plain and right.plain) or (left.corrections and right.corrections):
        return False
    if right.suffix or right.end >= len(words):
        return True
    follower = words[right.end].key
    return (
        follower in FILLER
        or not context.vocabulary.is_word(follower)
        or not right.plain
    )


def suffixed_street(line: Line, context: Context) -> Found | None:
    """As "geary st", "19 ave", "valenica street"."""
    words = line.words()
    for at in range(len(words)):
        street = street_at(words, at, context.vocabulary, correct=context.correct)
        if street and (street.suffix or street.corrections):
            return _one(words, at, street)
    for at in range(len(words)):
        street = misspelt_street_at(words, at, context.vocabulary)
        if context.correct and street and street.suffix:
            return _one(words, at, street)
    street = unknown_street_at(words, 0, context.vocabulary)
    return _one(words, 0, street) if street and street.end == len(words) else None


def bare_street(line: Line, context: Context) -> Found | None:
    """A street's name by itself, behind "on", or among plain words about work."""
    is_whole = BREAK not in line.folded
    for piece in line.pieces():
        for at in range(len(piece)):
            street = street_at(piece, at, context.vocabulary, correct=context.correct)
            if street is None or (street.plain and not is_whole):
                # "garden" is a street, but hardly beside a name or a neighborhood.
                continue
            if _stands_alone(piece, at, street, context):
                return _one(piece, at, street)
    return None


def _stands_alone(
    piece: Sequence[Word], at: int, street: Street, context: Context
) -> bool:
    others = [*piece[:at], *piece[street.end :]]
    if all(word.key in FILLER for word in others):
        return True
    is_last = all(word.key in FILLER for word in piece[street.end :])
    if at and piece[at - 1].key == "on":
        return is_last or not street.plain
    if street.plain or street.name[0].isdigit() or street.end - at == 1 == len(piece):
        return False
    # "Dolores Park", "Geary Plaza": a place that is only named like the street.
    if street.end < len(piece) and piece[street.end].key in ONLY_OF_ITS_STREETS:
        return False
    is_word = context.vocabulary.is_word
    return all(word.key in FILLER or is_word(word.key) for word in others)


def _one(words: Sequence[Word], at: int, street: Street) -> Found:
    first = at - 1 if at and words[at - 1].key == "on" else at
    span: Span = (words[first].start, words[street.end - 1].end)
    fields: Fields = {"street_names": (street.name,)}
    if street.suffix:
        fields["street_suffix"] = street.suffix
    return Found(fields, (span,), street.corrections)
