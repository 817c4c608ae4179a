"""The status of a permit and the kind of permit."""

from collections.abc import Mapping, Sequence

from permits.search.reading import Context, Found
from permits.search.status_words import (
    DATED_STATUSES,
    PERMIT_TYPES,
    STATUSES,
    UNSURE_STATUSES,
)
from permits.search.tokens import BREAK, Line, Span, Word
from permits.search.words import FILLER, NEGATIONS, PERMIT_NOUNS

_LONGEST_PHRASE = 3
_PAST = frozenset({"was", "were", "been", "got", "did"})
_LABELS = frozenset({"status", "type"})


def status(line: Line, _: Context) -> Found | None:
    for piece in line.pieces():
        for at in range(len(piece)):
            found = _status_at(line, piece, at)
            if found:
                return found
    return None


def _status_at(line: Line, piece: Sequence[Word], at: int) -> Found | None:
    phrase = _phrase_at(piece, at, STATUSES)
    if phrase is None or (at and piece[at - 1].key in NEGATIONS):
        return None
    end = at + len(phrase.split())
    labelled = _label(piece, at)
    if phrase in DATED_STATUSES and _tells_a_date(line, piece, at, end):
        # "filed in 2023" says when it was filed, not where it stands now.
        return Found({}, (_span(piece, at, end),))
    if labelled == at and phrase in UNSURE_STATUSES and not _is_sure(piece, at, end):
        return None
    return Found({"status": STATUSES[phrase]}, (_span(piece, labelled, end),))


def _is_sure(piece: Sequence[Word], at: int, end: int) -> bool:
    """As "open permits", "open solar projects" or "open" alone; not "open deck"."""
    before = [word.key for word in piece[:at]]
    behind = [word.key for word in piece[end:]]
    if any(key not in FILLER for key in before):
        return False
    return all(key in FILLER for key in behind) or bool(
        PERMIT_NOUNS & {behind[0], behind[-1]}
    )


def _tells_a_date(line: Line, piece: Sequence[Word], at: int, end: int) -> bool:
    """Whether a year, already taken, followed directly; or "were issued for"."""
    if at and piece[at - 1].key in _PAST:
        return True
    rest = line.folded[piece[-1].end :]
    return end == len(piece) and rest[:2].strip(" ").startswith(BREAK)


def permit_type(line: Line, _: Context) -> Found | None:
    for piece in line.pieces():
        for at in range(len(piece)):
            phrase = _phrase_at(piece, at, PERMIT_TYPES)
            if phrase and _names_type(piece, at, at + len(phrase.split()), phrase):
                span = _type_span(piece, at, at + len(phrase.split()))
                return Found({"permit_type": PERMIT_TYPES[phrase]}, (span,))
    return None


def _type_span(piece: Sequence[Word], at: int, end: int) -> Span:
    while end < len(piece) and piece[end].key in PERMIT_NOUNS | {"only"}:
        end += 1
    first = at - 1 if at and piece[at - 1].key == "only" else at
    return _span(piece, _label(piece, first), end)


def _names_type(piece: Sequence[Word], at: int, end: int, phrase: str) -> bool:
    """As the kind of permit asked for; not as the subject of other work."""
    behind = piece[end].key if end < len(piece) else ""
    before = piece[at - 1].key if at else ""
    if before in NEGATIONS or behind == "of":
        return False
    if behind in PERMIT_NOUNS | {"only"} or phrase.startswith("new con"):
        return True
    others = [word.key for word in (*piece[:at], *piece[end:])]
    return all(key in FILLER | {"only", "type"} for key in others)


def _phrase_at(piece: Sequence[Word], at: int, table: Mapping[str, str]) -> str | None:
    for count in range(min(_LONGEST_PHRASE, len(piece) - at), 0, -1):
        phrase = " ".join(word.key for word in piece[at : at + count])
        if phrase in table:
            return phrase
    return None


def _label(piece: Sequence[Word], at: int) -> int:
    """The place of "status:" before the word, if it is there."""
    first = at
    while first and piece[first - 1].key in {":", "=", "is"}:
        first -= 1
    return first - 1 if first and piece[first - 1].key in _LABELS else at


def _span(piece: Sequence[Word], first: int, end: int) -> Span:
    return piece[first].start, piece[end - 1].end
