"""A name among the words of a line, and the words that say whose it is."""

from collections.abc import Sequence

from permits.search.name_words import COMPANY_WORDS, DOINGS, INTRODUCTIONS, ROLES
from permits.search.reading import Context, Found
from permits.search.tokens import Line, Word
from permits.search.vocabulary import Correction
from permits.search.words import PERMIT_NOUNS


def named(
    line: Line, name: Sequence[Word], context: Context, *, start: int | None = None
) -> Found:
    """The name as typed but for the spelling of firms that are known.

    Takes the line from `start` on where words before the name belong to it.
    """
    typed = " ".join(line.text(name).rstrip(".,").split())
    span = (name[0].start if start is None else start, name[-1].end)
    corrections: list[Correction] = []
    for word in name if context.correct else ():
        correction = context.vocabulary.correct_firm(word.key)
        if correction and word.key not in COMPANY_WORDS:
            spelt = line.typed[word.start : word.end]
            typed = typed.replace(spelt, correction.read)
            corrections.append(Correction(spelt, correction.read, "spelling"))
    return Found({"name": typed}, (span,), tuple(corrections))


def role_before(piece: Sequence[Word], first: int) -> int:
    """Where "contractor:" or "jobs done by" begins, if it stands before the name."""
    at = first
    while at and piece[at - 1].key in INTRODUCTIONS:
        at -= 1
    if not at or piece[at - 1].key not in ROLES:
        return first
    return first_of_role(piece, at - 1)


def first_of_role(piece: Sequence[Word], at: int) -> int:
    while at and piece[at - 1].key in PERMIT_NOUNS | DOINGS:
        at -= 1
    return at
