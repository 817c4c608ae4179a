"""What no table explained: spelling put right, empty words off the ends."""

from collections.abc import Sequence

from permits.search.reading import Context, Found
from permits.search.tokens import Line, Word
from permits.search.vocabulary import Correction
from permits.search.words import (
    ASKING,
    FILLER,
    FUNCTION_WORDS,
    LEADING_FILLER,
    NEGATIONS,
    PERMIT_NOUNS,
    QUESTION_WORDS,
)

# A plural that no stemmer knows to be one.
_SINGULAR = {"adus": "adu", "jadus": "jadu"}
# A short word by itself is as likely a name ("plath") as a slip ("path").
_LONG_ENOUGH_ALONE = 6


def is_question(line: Line) -> bool:
    words = line.words()
    asks = bool(words) and words[0].key in QUESTION_WORDS and len(words) > 2  # noqa: PLR2004
    return asks or line.typed.rstrip().endswith("?")


def respelt(line: Line, context: Context) -> tuple[Line, tuple[Correction, ...]]:
    """The line with the slips in ordinary words put right."""
    if not context.correct:
        return line, ()
    corrections = []
    for piece in reversed(line.pieces()):
        for word in reversed(piece):
            correction = _correction(line, word, piece, context)
            if correction:
                corrections.append(correction)
                line = line.with_word(word, correction.read)
    return line, tuple(reversed(corrections))


def _correction(
    line: Line, word: Word, piece: Sequence[Word], context: Context
) -> Correction | None:
    typed = line.typed[word.start : word.end]
    vocabulary = context.vocabulary
    if (
        not typed.isascii()
        or "'" in typed
        or vocabulary.nearest_sort(word.key) != "word"
    ):
        return None
    others = [other.key for other in piece if other is not word and other.is_letters]
    others = [key for key in others if key not in FILLER]
    if not any(vocabulary.is_word(key) for key in others):
        # Among strange words (a name, another language) it is one of them.
        strange = any(vocabulary.nearest_sort(key) != "word" for key in others)
        if strange or len(word.key) < _LONG_ENOUGH_ALONE:
            return None
    return vocabulary.correct_word(word.key)


def misspelt_street(line: Line, context: Context) -> Found | None:
    """A street's name by itself with a slip in it, if nothing else is nearer."""
    pieces = line.pieces()
    words = trimmed(line, pieces[0]) if len(pieces) == 1 else []
    if not context.correct or not 1 <= len(words) <= 2:  # noqa: PLR2004
        return None
    vocabulary = context.vocabulary
    typed = " ".join(word.key for word in words)
    if len(words) == 1 and vocabulary.nearest_sort(typed) != "street":
        return None
    if len(words) > 1 and any(vocabulary.is_word(word.key) for word in words):
        return None
    correction = vocabulary.correct_street(typed)
    if correction is None:
        return None
    span = (words[0].start, words[-1].end)
    return Found({"street_names": (correction.read,)}, (span,), (correction,))


def text(line: Line, _: Context) -> Found | None:
    pieces = (trimmed(line, piece) for piece in line.pieces())
    kept = [_joined(line, piece) for piece in pieces if piece]
    if not kept:
        return None
    return Found({"text": " ".join(kept)}, ((0, len(line.typed)),))


def trimmed(line: Line, piece: list[Word]) -> list[Word]:
    """Without the words at either end that say nothing by themselves."""
    if not line.text(piece).isascii():
        # In another language they may say something ("Nguyễn Văn An").
        return piece
    leading, trailing = _empty_words(piece)
    start, end = 0, len(piece)
    while start < end and piece[start].key in leading:
        start += 1
    while start < end and piece[end - 1].key in trailing:
        end -= 1
        if piece[end].key in PERMIT_NOUNS and piece[end - 1].key == "building":
            end -= 1
    return piece[start : max(start, end)]


def _empty_words(piece: list[Word]) -> tuple[frozenset[str], frozenset[str]]:
    if any(word.key in NEGATIONS for word in piece):
        # "work without permit" says something with every word.
        empty = FUNCTION_WORDS - NEGATIONS
        return empty, empty
    if piece[0].key in QUESTION_WORDS:
        return ASKING, FILLER
    return LEADING_FILLER, FILLER


def _joined(line: Line, piece: list[Word]) -> str:
    for word in reversed(piece):
        if word.key in _SINGULAR:
            line = line.with_word(word, _SINGULAR[word.key])
            shorter = len(_SINGULAR[word.key]) - len(word.key)
            piece = [*piece[:-1], piece[-1]._replace(end=piece[-1].end + shorter)]
    return line.text(piece).strip(" ?!.,")
