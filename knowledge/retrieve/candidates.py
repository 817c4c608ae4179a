"""Chunks that may answer: by the question's words, and by its vector."""

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from pgvector import Vector

from knowledge.retrieve.question import Question
from ops.database import reading

SQL_FOLDER = Path(__file__).parent.parent / "sql"
# How many the index looks at; recall@10 at 100,000 chunks is in docs/knowledge.md.
EF_SEARCH = 300
# A small corpus tempts the planner to sort it all, which is slower and no better.
_INDEXED = (
    f"SET LOCAL hnsw.ef_search = {EF_SEARCH};"
    "SET LOCAL hnsw.iterative_scan = strict_order;"
    "SET LOCAL enable_seqscan = off"
)
_EXACT = "SET LOCAL enable_indexscan = off"


class Words(NamedTuple):
    """BM25F score, and what the chunk speaks of; both in units of idf."""

    score: float
    covered: float


def by_words(
    question: Question, *, limit: int, ids: Sequence[int] | None = None
) -> dict[int, Words]:
    """Chunks, best first; of `ids` only, if given."""
    rows = [
        (number, stem, worth)
        for number, concept in enumerate(question.concepts)
        for stem, worth in concept.stems.items()
    ]
    if not rows:
        return {}
    concepts, stems, worths = map(list, zip(*rows, strict=True))
    parameters = {
        "concepts": concepts,
        "stems": stems,
        "worths": worths,
        "ids": None if ids is None else list(ids),
        "limit": limit,
    }
    with reading().cursor() as cursor:
        cursor.execute(_sql("candidates"), parameters)
        return {pk: Words(score, covered) for pk, score, covered in cursor.fetchall()}


def by_vector(
    vector: Sequence[float], model_id: str, *, limit: int, exact: bool = False
) -> dict[int, float]:
    """Chunk to cosine similarity, nearest first; `exact` compares with every one.

    The scan of the index goes on until enough chunks pass the conditions.
    """
    asked: dict[str, str | int] = {
        "vector": Vector(list(vector)).to_text(),
        "model": model_id,
        "limit": limit,
    }
    connection = reading()
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(_EXACT if exact else _INDEXED)
        cursor.execute(_sql("nearest"), asked)
        return dict(cursor.fetchall())


def similarities(
    vector: Sequence[float], model_id: str, ids: Sequence[int]
) -> dict[int, float]:
    """Chunk to cosine similarity, of those that have a vector of that model."""
    with reading().cursor() as cursor:
        cursor.execute(
            "SELECT id, 1 - (embedding <=> %s::vector) FROM knowledge_chunks"
            " WHERE id = ANY(%s) AND model_id = %s",
            [Vector(list(vector)).to_text(), list(ids), model_id],
        )
        return dict(cursor.fetchall())


@functools.cache
def _sql(name: str) -> str:
    return (SQL_FOLDER / f"{name}.sql").read_text()
