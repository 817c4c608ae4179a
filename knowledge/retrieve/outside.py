"""Questions that are nearer to another subject than to any passage.

data/outside.txt has questions of other subjects, with the reason to refuse them. Words
alone do not tell these from a real question, which shares as many with some passage;
how near the whole of it is does. WordLlama's vectors are compared whichever model the
corpus has: they cost no request, and the margin holds for one model only.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge import embed, vocabulary
from knowledge.models import Chunk
from knowledge.retrieve import candidates

# Evidence for a question is the cosine of its nearest passage and this share of that of
# the nearest example of ours; docs/knowledge.md tells how it was chosen.
OURS = 0.5
# Only an example as near as this gives its reason.
ALIKE = 0.55
# Fewer words, all of which the corpus has, are a search and not a question: a vector of
# one word is near to everything that has the word.
FEWEST = 3
NOT_SURE = "No passage of the documents speaks of enough of what is asked"
# Passages that are compared, and characters of each where it has no vector.
LOOKED_AT, READ = 8, 600


@dataclass(frozen=True, slots=True)
class Examples:
    """A row of `vectors` for each of `reasons`, which is empty for those of ours."""

    reasons: tuple[str, ...]
    vectors: embed.Vectors

    def nearest(self, asked: embed.Vectors, *, ours: bool) -> tuple[float, str]:
        """The cosine of the nearest example on one side, and its reason."""
        side = [bool(reason) != ours for reason in self.reasons]
        likeness = np.where(side, self.vectors @ asked, -1.0)
        place = int(likeness.argmax())
        return float(likeness[place]), self.reasons[place]


def refusal(question: str, found: Sequence[Chunk]) -> str:
    """Why the question is none for the documents; empty if it may be one.

    `NOT_SURE` if it is like the other subject rather than about it.
    """
    asked = _vectors([question.lower()])[0]
    other, reason = examples().nearest(asked, ours=False)
    ours, _ = examples().nearest(asked, ours=True)
    evidence = _nearest(asked, found[:LOOKED_AT]) + OURS * ours
    if evidence >= other:
        return ""
    return reason if other >= ALIKE else NOT_SURE


def _nearest(asked: embed.Vectors, found: Sequence[Chunk]) -> float:
    """The cosine of the nearest passage: by its stored vector, or by a new one."""
    stored = candidates.similarities(
        asked.tolist(), embed.WORDLLAMA, [chunk.pk for chunk in found]
    )
    texts = [
        f"{chunk.context}\n{chunk.text[:READ]}"
        for chunk in found
        if chunk.pk not in stored
    ]
    made = (_vectors(texts) @ asked).tolist() if texts else []
    return max([*stored.values(), *made], default=0.0)


@functools.cache
def examples() -> Examples:
    """data/outside.txt: `reason | question; question`, without a reason for ours."""
    pairs = [
        (reason.strip(), question.strip())
        for line in vocabulary.names("outside")
        for reason, _, questions in [line.partition("|")]
        for question in questions.split(";")
        if question.strip()
    ]
    reasons, questions = zip(*pairs, strict=True)
    return Examples(reasons, _vectors([question.lower() for question in questions]))


def _vectors(texts: Sequence[str]) -> embed.Vectors:
    made = embed.embed(texts, "query", model_id=embed.WORDLLAMA)
    return np.nan_to_num(made)
