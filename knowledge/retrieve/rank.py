"""The order of the candidates, and how sure the first one is.

Three things are added up: how well the words fit (BM25F, for each unit of idf that the
question has), how much of the question is spoken of at all, and how near the vector is.
docs/knowledge.md says what each gives and how the weights were chosen.
"""

from collections.abc import Mapping

from knowledge.retrieve.candidates import Words
from knowledge.retrieve.question import Question

COVERED, NEAR = 0.5, 0.75
# BM25F saturates at this many times the idf.
SATURATED = 2.2


def ranked(
    asked: Question, words: Mapping[int, Words], cosines: Mapping[int, float]
) -> list[tuple[int, float]]:
    """Chunks, best first, with their share of the most that they could come to."""
    asked_for = sum(concept.idf for concept in asked.concepts) or 1.0
    none = Words(0.0, 0.0)
    most = SATURATED + COVERED + (NEAR if cosines else 0)
    scores = {
        pk: _score(words.get(pk, none), cosines.get(pk, 0.0), asked_for) / most
        for pk in {**words, **cosines}
    }
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def _score(words: Words, cosine: float, asked_for: float) -> float:
    return (words.score + COVERED * words.covered) / asked_for + NEAR * max(0, cosine)
