"""Texts as vectors: WordLlama's, out of its package, or Voyage's if its key is set."""

import functools
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from django.conf import settings
from django.core.cache import cache
from numpy.typing import NDArray

from knowledge import voyage
from knowledge.models.chunk import DIMENSIONS

Kind = Literal["document", "query"]
Vectors = NDArray[np.float32]
WORDLLAMA = "wordllama-l2-supercat-256"
_REMEMBERED = 30 * 24 * 3600


class EmbeddingError(Exception):
    """The model gave no vectors; the message says why."""


def wanted_model() -> str:
    """The model that the settings ask for; the one in use is CorpusState.model_id."""
    return voyage.MODEL_ID if settings.VOYAGE_API_KEY else WORDLLAMA


def embed(texts: Sequence[str], kind: Kind, *, model_id: str) -> Vectors:
    """One row of length 1 for each text.

    Raises:
        EmbeddingError: the model's server did not give them, or there is no key for it.
    """
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    if model_id == WORDLLAMA:
        rows: Vectors = np.asarray(_wordllama().embed(list(texts)), dtype=np.float32)
    else:
        rows = _voyage(texts, kind, model_id)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths == 0, 1, lengths)).astype(np.float32)


def embed_question(question: str, *, model_id: str) -> list[float]:
    """The question's vector; one that costs a request is remembered for a month.

    Raises:
        EmbeddingError: as `embed`.
    """
    if model_id == WORDLLAMA:
        return _one(question, model_id)
    asked = hashlib.sha256(" ".join(question.lower().split()).encode()).hexdigest()
    key = f"knowledge:question:{model_id}:{asked}"
    known: list[float] | None = cache.get(key)
    if known is None:
        known = _one(question, model_id)
        cache.set(key, known, _REMEMBERED)
    return known


def _one(question: str, model_id: str) -> list[float]:
    return [float(value) for value in embed([question], "query", model_id=model_id)[0]]


def _voyage(texts: Sequence[str], kind: Kind, model_id: str) -> Vectors:
    if model_id != voyage.MODEL_ID:
        raise EmbeddingError(f"There is no model {model_id}.")
    if not settings.VOYAGE_API_KEY:
        raise EmbeddingError("VOYAGE_API_KEY is not set.")
    try:
        return np.array(voyage.Client().embed(texts, kind), dtype=np.float32)
    except voyage.VoyageError as error:
        raise EmbeddingError(str(error)) from error


@functools.cache
def _wordllama() -> Any:
    """Loaded when first needed: it takes half a second and 20 MB."""
    import wordllama

    return wordllama.WordLlama.load(
        cache_dir=Path(wordllama.__file__).parent, disable_download=True
    )
