"""Neighborhoods, zip codes and the name of the city itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from permits.search.reading import Context, Found
from permits.search.streets import street_at
from permits.search.tokens import Line, Span, Word
from permits.search.vocabulary import Correction, Vocabulary, key_of
from permits.search.words import FUNCTION_WORDS, PERMIT_NOUNS

_LONGEST_NAME = 5
_ZIPCODE = re.compile(
    r"(?<![\w$.#-])(?:(?:in\s+)?zip\s*(?:codes?)?\s*[:#]?\s*)?(?P<zip>94[01]\d\d)(?:-\d{4})?(?![\w-])"
)
_LABELLED_ZIPCODE = re.compile(r"(?<!\w)zip\s*(?:code)?\s*[:#]?\s*(?P<zip>\d{5})(?!\w)")
# As the end of an address or after "in"; a firm's name has been read before.
_CITY = re.compile(
    r"(?:,\s*|(?<!\w))(?:in\s+)?(?:the\s+city\s+of\s+)?(?:san\s+francisco(?!\s+golf)|s\.?f\.?(?!\w))"
    r"(?:\s*,?\s*(?:california|calif|ca)(?!\w))?"
)
_BORDERS = frozenset(",;:()\n|+@")
_STREET_PREPOSITION = "on"
_AREA_WORDS = frozenset({"neighborhood", "neighbourhood", "area", "district", "dist"})
_ABBREVIATED = {"hts": "heights", "pt": "point", "vly": "valley", "sq": "square"}


@dataclass(frozen=True, slots=True)
class _Place:
    names: tuple[str, ...]
    first: int
    end: int
    correction: Correction | None = None


def zipcode(line: Line, _: Context) -> Found | None:
    match = _ZIPCODE.search(line.folded) or _LABELLED_ZIPCODE.search(line.folded)
    return Found({"zipcode": match["zip"]}, (match.span(),)) if match else None


def city(line: Line, _: Context) -> Found | None:
    """Everything here is in San Francisco: saying so narrows nothing."""
    spans = tuple(match.span() for match in _CITY.finditer(line.folded))
    return Found({}, spans) if spans else None


def neighborhoods(line: Line, context: Context) -> Found | None:
    words = line.words()
    names: list[str] = []
    spans: list[Span] = []
    corrections: list[Correction] = []
    at = 0
    while at < len(words):
        place = _place_at(words, at, context)
        street = street_at(words, at, context.vocabulary, correct=False)
        if place is None or (street and street.end > place.end):
            # "Park Presidio" is a street: the name in it is not looked at again.
            at = street.end if street and street.end > at + 1 else at + 1
            continue
        names += [name for name in place.names if name not in names]
        spans.append(_span(words, place))
        corrections += [place.correction] if place.correction else []
        at = place.end
    if not spans:
        return None
    return Found({"neighborhoods": tuple(names)}, tuple(spans), tuple(corrections))


def _place_at(words: Sequence[Word], at: int, context: Context) -> _Place | None:
    vocabulary = context.vocabulary
    for count in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
        chosen = words[at : at + count]
        if any(word.key in _BORDERS for word in chosen) or chosen[-1].key in "/&":
            continue
        key = key_of(" ".join(_ABBREVIATED.get(w.key, w.key) for w in chosen))
        names = vocabulary.neighborhoods.get(key)
        if names and not _is_street_here(words, at, key, vocabulary):
            return _Place(names, at, at + count)
        place = _misspelt(chosen, at, context) if context.correct else None
        if place:
            return place
    return None


def _misspelt(chosen: Sequence[Word], at: int, context: Context) -> _Place | None:
    vocabulary = context.vocabulary
    outer = {chosen[0].key, chosen[-1].key}
    if outer & (FUNCTION_WORDS | PERMIT_NOUNS) or not any(
        _is_unknown(word, vocabulary) for word in chosen
    ):
        return None
    typed = " ".join(word.key for word in chosen)
    correction = vocabulary.correct_neighborhood(typed)
    if correction is None:
        return None
    if len(chosen) == 1 and _nearer_to_another(typed, vocabulary):
        return None
    names = vocabulary.neighborhoods_near(typed)
    return _Place(names, at, at + len(chosen), correction)


def _is_unknown(word: Word, vocabulary: Vocabulary) -> bool:
    return word.is_letters and len(word.key) > 1 and not vocabulary.knows(word.key)


def _nearer_to_another(typed: str, vocabulary: Vocabulary) -> bool:
    """As "valenica" is a street's slip and "kichen" a word's."""
    best = vocabulary.nearest_sort(typed)
    return best is not None and best != "neighborhood"


def _is_street_here(
    words: Sequence[Word], at: int, key: str, vocabulary: Vocabulary
) -> bool:
    """As "on castro" is the street, "in the castro" the neighborhood."""
    before = words[at - 1].key if at else ""
    return before == _STREET_PREPOSITION and vocabulary.street(key) is not None


def _span(words: Sequence[Word], place: _Place) -> Span:
    first, end = place.first, place.end
    if end < len(words) and words[end].key in _AREA_WORDS:
        end += 1
    if first and words[first - 1].key == "the":
        first -= 1
    return words[first].start, words[end - 1].end
