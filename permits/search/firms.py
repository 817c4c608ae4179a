"""Firms: "Webcor Builders", "Smith & Sons", "Mission Electric Co"."""

import re
from collections.abc import Sequence

from permits.search.name_words import (
    BUSINESS_WORDS,
    COMPANY_WORDS,
    INTRODUCTIONS,
    LEGAL_FORMS,
    LINKS,
    NAME_STOPS,
    ROLES,
)
from permits.search.naming import named, role_before
from permits.search.reading import Context, Found
from permits.search.suffixes import SUFFIXES
from permits.search.tokens import Line, Word
from permits.search.vocabulary import Vocabulary, key_of
from permits.search.words import PERMIT_NOUNS

_LONG_ENOUGH = 6
_COMMA_BEFORE_FORM = re.compile(rf",(?=\s*(?:{'|'.join(sorted(LEGAL_FORMS))})\b)")


def firm(line: Line, context: Context) -> Found | None:
    """A run of words that ends in one that only firms have."""
    line = line.blanked(_COMMA_BEFORE_FORM)
    for piece in line.pieces():
        ends = [i for i, word in enumerate(piece) if word.key in COMPANY_WORDS]
        for end in ends:
            found = _firm_ending(line, piece, end, context)
            if found:
                return found
    return None


def _firm_ending(
    line: Line, piece: Sequence[Word], end: int, context: Context
) -> Found | None:
    first = _first_of_name(line, piece, end)
    if first is None:
        return None
    while end + 1 < len(piece) and piece[end + 1].key in COMPANY_WORDS | {"&", "and"}:
        end += 1
    while piece[end].key in {"&", "and"}:
        end -= 1
    name = piece[first : end + 1]
    if not _is_firm(line.text(name), name, context.vocabulary):
        return None
    start = piece[role_before(piece, first)].start
    return named(line, name, context, start=start)


def _first_of_name(line: Line, piece: Sequence[Word], end: int) -> int | None:
    """Where the name before the company word begins; None if there is none."""
    first = end
    before = {word.key for word in piece[:end]}
    introduced = before & (ROLES | PERMIT_NOUNS | INTRODUCTIONS)
    is_legal = piece[end].key in LEGAL_FORMS and not introduced
    if is_legal and _is_titled(line.text(piece[: end + 1])):
        return 0 if end else None  # "Build It Right LLC"
    while first and _belongs(piece[first - 1], is_next_to_end=first == end):
        first -= 1
    while first < end and _is_before_name(piece, first):
        first += 1
    after_number = first and piece[first - 1].key[:1].isdigit()
    # "1234 mission st electrical" is an address and a trade.
    if after_number and piece[end].key not in LEGAL_FORMS:
        return None
    return first if first < end else None


def _is_before_name(piece: Sequence[Word], at: int) -> bool:
    if len(piece[at].key) == 1 and piece[at + 1].key in LINKS:
        return False
    return piece[at].key in NAME_STOPS | LINKS | {"a"}


def _belongs(word: Word, *, is_next_to_end: bool) -> bool:
    if word.key in LINKS or (len(word.key) == 1 and word.key.isalpha()):
        return True
    if word.key in NAME_STOPS or word.key in PERMIT_NOUNS:
        return False
    return word.key[:1].isalpha() or (is_next_to_end and word.key.isalpha())


def _is_firm(typed: str, name: Sequence[Word], vocabulary: Vocabulary) -> bool:
    keys = {word.key for word in name}
    body = [word for word in name if word.key not in COMPANY_WORDS | LINKS]
    if not body or keys & LEGAL_FORMS:
        return bool(body)
    is_business = bool(keys & BUSINESS_WORDS)
    own = [w for w in body if not vocabulary.is_word(w.key) and w.key not in SUFFIXES]
    if own:
        # "Noe Valley Builders" is a firm, "noe valley roofing" a place and a topic.
        if not is_business and all(_is_slip(word.key, vocabulary) for word in own):
            return False
        # But people write topics in small letters: "Marina Plumbing" is a firm.
        return is_business or _is_titled(typed) or not _is_place(body, vocabulary)
    if is_business and _is_titled(typed):
        return True
    is_street = len(body) > 1 and body[-1].key in SUFFIXES
    return is_business and is_street and vocabulary.street(body[0].key) is not None


def _is_slip(key: str, vocabulary: Vocabulary) -> bool:
    """As in "basment excavation"; a short name is left a name."""
    return len(key) >= _LONG_ENOUGH and vocabulary.nearest_sort(key) == "word"


def _is_titled(typed: str) -> bool:
    words = (word for word in typed.split() if word not in LINKS)
    return not typed.isupper() and all(not word[0].islower() for word in words)


def _is_place(body: Sequence[Word], vocabulary: Vocabulary) -> bool:
    if any(w.key in vocabulary.surnames | vocabulary.given_names for w in body):
        return False
    endings = (body[first:] for first in range(len(body)))
    keys = [key_of(" ".join(word.key for word in ending)) for ending in endings]
    if any(key in vocabulary.neighborhoods for key in keys):
        return True
    streets = (vocabulary.street(word.key) for word in body)
    return vocabulary.street(keys[0]) is not None or all(streets)
