"""People: "projects by Gensler", "architect Mary Hayes", "J. T. Kelly", "lopez"."""

import re
from collections.abc import Sequence

from permits.search.name_words import INTRODUCTIONS, LINKS, NAME_STOPS, ROLES
from permits.search.naming import first_of_role, named
from permits.search.reading import Context, Found
from permits.search.remainder import trimmed
from permits.search.suffixes import SUFFIXES
from permits.search.tokens import Line, Word
from permits.search.vocabulary import Vocabulary, key_of
from permits.search.words import FOREIGN_FUNCTION_WORDS, PERMIT_NOUNS

_INITIALS = re.compile(
    r"(?<!\w)(?:[a-z]\.\s?){1,3}(?:[a-z][a-z'-]{2,})(?:\s+[a-z][a-z'-]{2,})?(?!\w)"
)
_SURNAME_FIRST = re.compile(
    r"\s*(?P<surname>[a-z'-]{2,})\s*,\s*(?P<given>[a-z-]{2,})\s*\.?"
)
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "miss", "prof"})
_LONGEST_PERSON = 4
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHORTEST_MASH = 4
_LONGEST_NAME = 14
_UNSAYABLE = re.compile(r"[^aeiouy]{5}|(.)\1\1|^[^aeiouy]{4,}$")


def person_by_role(line: Line, context: Context) -> Found | None:
    """Whoever follows "by", "contractor:" or "architect"."""
    for piece in line.pieces():
        for at, word in enumerate(piece[:-1]):
            name = _after_role(piece, at, context) if word.key in ROLES else []
            if name:
                start = piece[first_of_role(piece, at)].start
                return named(line, name, context, start=start)
    return None


def _after_role(piece: Sequence[Word], at: int, context: Context) -> list[Word]:
    first = at + 1
    colon = piece[first].key == ":"
    while first < len(piece) and piece[first].key in INTRODUCTIONS | {"the"}:
        first += 1
    name = []
    for word in piece[first:]:
        if (
            word.key in NAME_STOPS
            or word.key in PERMIT_NOUNS
            or any(map(str.isdigit, word.key))
        ):
            break
        name.append(word)
    return name if name and _is_called(name, context, colon=colon) else []


def _is_called(name: list[Word], context: Context, *, colon: bool) -> bool:
    vocabulary = context.vocabulary
    if vocabulary.is_word(name[0].key) and not colon:
        return False
    key = key_of(" ".join(word.key for word in name))
    return key not in vocabulary.neighborhoods and not any(
        word.key in SUFFIXES and not vocabulary.is_word(word.key) for word in name
    )


def person(line: Line, context: Context) -> Found | None:
    """A given name and what follows it, or initials and a surname."""
    found = _surname_first(line, context) or _by_initials(line)
    if found:
        return found
    for piece in line.pieces():
        for at in range(len(piece) - 1):
            name = _person_at(piece, at, context.vocabulary)
            if name:
                return _with_role(line, piece, at, name, context)
    return None


def _by_initials(line: Line) -> Found | None:
    match = _INITIALS.search(line.folded)
    if match is None:
        return None
    return Found({"name": line.typed[match.start() : match.end()]}, (match.span(),))


def _surname_first(line: Line, context: Context) -> Found | None:
    match = _SURNAME_FIRST.fullmatch(line.folded)
    if match is None or match["given"] not in context.vocabulary.given_names:
        return None
    if context.vocabulary.is_word(match["surname"]):
        return None
    given, surname = (
        line.typed[slice(*match.span(group))] for group in ("given", "surname")
    )
    return Found({"name": f"{given} {surname}"}, (match.span(),))


def _with_role(
    line: Line,
    piece: Sequence[Word],
    at: int,
    name: list[Word],
    context: Context,
) -> Found:
    """As "Mr. John Smith, contractor": title and part in the permit narrow nothing."""
    found = named(line, name, context)
    start, end = found.spans[0]
    behind = at + len(name)
    if behind < len(piece) and piece[behind].key in ROLES - {"by"}:
        end = piece[behind].end
    if at and piece[at - 1].key in _TITLES:
        start = piece[at - 1].start
    return Found(found.fields, ((start, end),), found.corrections)


def _person_at(piece: Sequence[Word], at: int, vocabulary: Vocabulary) -> list[Word]:
    given = piece[at].key
    is_initial = len(given) == 1 and given.isalpha() and given not in {"a", "x"}
    if given not in vocabulary.given_names and not is_initial:
        return []
    name = [piece[at]]
    for word in piece[at + 1 : at + _LONGEST_PERSON]:
        if not _is_surname(word, vocabulary):
            break
        name.append(word)
    if len(name) == 1 and not is_initial and at + 2 == len(piece):
        name = _with_common_word(piece, at, vocabulary)
    if len(name) == 1 or (is_initial and len(name[-1].key) == 1):
        return []
    key = key_of(" ".join(word.key for word in name))
    return [] if vocabulary.street(key) or vocabulary.renamed.get(key) else name


def _with_common_word(
    piece: Sequence[Word], at: int, vocabulary: Vocabulary
) -> list[Word]:
    """As "james wood": a surname may be an ordinary word if the given name is not."""
    given, surname = piece[at].key, piece[at + 1]
    unclear = vocabulary.is_word(given) or vocabulary.street(given)
    alone = at == 0 and surname.is_letters and surname.key not in NAME_STOPS
    in_place = surname.key in PERMIT_NOUNS or unclear or not alone
    return [piece[at]] if in_place else [piece[at], surname]


def _is_surname(word: Word, vocabulary: Vocabulary) -> bool:
    letters = word.is_letters or word.key in {"jr", "sr"}
    return letters and not vocabulary.is_word(word.key) and word.key not in NAME_STOPS


def unknown_name(line: Line, context: Context) -> Found | None:
    """What is left when every word of it is in no table: most likely somebody."""
    pieces = line.pieces()
    words = trimmed(line, pieces[0]) if len(pieces) == 1 else []
    end = words[-1].end if words else 0
    if len(words) > 1 and words[-1].key in ROLES:
        words = words[:-1]
    name = [word for word in words if word.key not in LINKS | {"/"}]
    if not 0 < len(name) < _LONGEST_PERSON + 1:
        return None
    if not all(_may_be_name(word, context.vocabulary) for word in name):
        return None
    typed = line.text(words)
    known = context.vocabulary.surnames | context.vocabulary.given_names
    if not typed.isascii() and not any(word.key in known for word in name):
        return None
    found = named(line, words, context)
    return Found(found.fields, ((words[0].start, end),), found.corrections)


def _may_be_name(word: Word, vocabulary: Vocabulary) -> bool:
    known = vocabulary.is_word(word.key) or word.key in FOREIGN_FUNCTION_WORDS
    return word.is_letters and not known and _is_sayable(word.key)


def _is_sayable(key: str) -> bool:
    """Not a slip of the whole hand ("asdf", "xxxx")."""
    if len(key) >= _SHORTEST_MASH and any(key in row for row in _KEYBOARD):
        return False
    return 1 < len(key) <= _LONGEST_NAME and not _UNSAYABLE.search(key)
