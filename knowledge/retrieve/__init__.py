"""The passages of the corpus that answer a question, or that there are none."""

from collections.abc import Mapping, Sequence

from knowledge import embed
from knowledge.models import Chunk, CorpusState
from knowledge.retrieve import agree, candidates, outside, question, rank, scope
from knowledge.retrieve.passages import Mode, Passage, Retrieved
from knowledge.retrieve.question import Question

__all__ = ["Mode", "Passage", "Retrieved", "retrieve"]

# Candidates from the words and as many from the vectors.
DEPTH = 100
# A best score below this is no answer; docs/knowledge.md tells how it was chosen.
THRESHOLD = 0.12
_NOTHING_LOADED = "No documents are loaded."
_NOTHING_LIKE = f"{outside.NOT_SURE}."


def retrieve(text: str, *, limit: int = 8, mode: Mode = "fused") -> Retrieved:
    """Find up to `limit` passages. Nothing that a question may hold is an error.

    `mode` is what is asked for; the answer's says what was used, and its `notice` why
    that is less.
    """
    state = CorpusState.objects.filter(pk=1).first() or CorpusState()
    asked = question.read(text, question.lexicon(state))
    vector, notice = _vector(asked, mode, state.model_id)
    if mode != "vectors":
        mode = "full text" if vector is None else mode
    ranked = _ranked(asked, vector, mode, state.model_id or "")
    found = _passages(ranked, max(limit, outside.LOOKED_AT))
    reason = _refusal(asked, found, state.version)
    return Retrieved(
        question=text,
        passages=tuple(found[:limit]),
        mode=mode,
        refused=bool(reason),
        reason=reason,
        notice=notice,
        read_as=asked.read_as,
        corpus_version=state.version,
    )


def _vector(
    asked: Question, mode: Mode, model_id: str | None
) -> tuple[list[float] | None, str]:
    """The question's vector, or None and, if there should be one, why there is not."""
    if mode == "full text" or not model_id or not asked.words:
        return None, ""
    try:
        return embed.embed_question(asked.read_as, model_id=model_id), ""
    except embed.EmbeddingError as error:
        return None, f"Found by the words alone: {error}"


def _ranked(
    asked: Question, vector: Sequence[float] | None, mode: Mode, model_id: str
) -> list[tuple[int, float]]:
    near: Mapping[int, float] = {}
    if vector is not None:
        near = candidates.by_vector(vector, model_id, limit=DEPTH)
    if mode == "vectors":
        return [(pk, max(0.0, cosine)) for pk, cosine in near.items()]
    words = candidates.by_words(asked, limit=DEPTH)
    if vector is not None:
        only_near = [pk for pk in near if pk not in words]
        words |= candidates.by_words(asked, limit=DEPTH, ids=only_near)
        only_words = [pk for pk in words if pk not in near]
        near = {**near, **candidates.similarities(vector, model_id, only_words)}
    return rank.ranked(asked, words, near)


def _passages(ranked: Sequence[tuple[int, float]], limit: int) -> list[Passage]:
    """The first of them, with some to spare for those that repeat another."""
    first = dict(ranked[: 2 * limit])
    chunks = (
        Chunk.objects.select_related("document")
        .defer("embedding", "search_vector", "document__text")
        .in_bulk(first)
    )
    return agree.without_repeats(
        [(chunks[pk], score) for pk, score in first.items() if pk in chunks]
    )


def _refusal(asked: Question, found: Sequence[Passage], version: int) -> str:
    if not version:
        return _NOTHING_LOADED
    first = [f"{each.chunk.context} {each.chunk.text}" for each in found[:3]]
    text = asked.text[: question.LONGEST]
    if reason := scope.refusal(text, first):
        return reason if reason.endswith(".") else f"{reason}."
    if not found or found[0].score < THRESHOLD:
        return _NOTHING_LIKE
    known = all(concept.known for concept in asked.concepts)
    if known and len(asked.concepts) < outside.FEWEST:
        return ""
    reason = outside.refusal(text, [each.chunk for each in found])
    return reason and f"{reason}."
