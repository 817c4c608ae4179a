"""The vector index against an exact search, among made-up chunks."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import quantiles
from typing import Any

import numpy as np
from django.db import connection
from django.utils import timezone
from pgvector import Vector
from pgvector.django import HnswIndex

from knowledge.models import Chunk, Document
from knowledge.models.chunk import DIMENSIONS
from knowledge.retrieve import candidates
from permits.bench import scratch

SCRATCH = "sfpermits_bench_vectors"
MODEL = "made-up"
QUERIES, NEIGHBOURS = 200, 10
# A chunk speaks of some of the subjects, more or less of each, and of something else.
SUBJECTS, OF_EACH, SPREAD = 400, 3, 0.4
_BATCH = 5_000


def run(size: int, progress: Callable[[str], None]) -> dict[str, Any]:
    """Recall of the first ten of a filtered query, and the milliseconds it takes."""
    random = np.random.default_rng(1)
    subjects = random.standard_normal((SUBJECTS, DIMENSIONS))
    with scratch.database(SCRATCH, keep=True):
        if Chunk.objects.count() != size:
            progress(f"making {size:,} chunks (kept for the next run)")
            _fill(size, random, subjects)
        asked = scattered(random, subjects, QUERIES)
        _warm(asked)
        progress("asking the index, then exactly")
        return {"chunks": size, "ef_search": candidates.EF_SEARCH} | _compare(asked)


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(milliseconds, n=100, method="inclusive")
    return {"p50": round(cuts[49], 1), "p95": round(cuts[94], 1)}


def scattered(random: np.random.Generator, subjects: Any, number: int) -> Any:
    """Unit vectors between the subjects, with no gaps that a search could use."""
    chosen = subjects[random.integers(0, len(subjects), (number, OF_EACH))]
    shares = random.dirichlet([1.0] * OF_EACH, number)[:, :, None]
    noise = random.standard_normal((number, DIMENSIONS))
    rows = (chosen * shares).sum(axis=1) + SPREAD * noise
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _fill(size: int, random: np.random.Generator, subjects: Any) -> None:
    Document.objects.all().delete()
    documents = [_document(number) for number in range(2)]
    # The second is a copy of the first: its chunks are what a query filters out.
    documents[1].same_as = documents[0]
    documents[1].save()
    with _index_built_after():
        for start in range(0, size, _BATCH):
            rows = scattered(random, subjects, min(_BATCH, size - start))
            _copy(start, rows, documents)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE knowledge_chunks")


@contextmanager
def _index_built_after() -> Iterator[None]:
    """Building the index of all rows at once is ten times faster than row by row."""
    index = next(each for each in Chunk._meta.indexes if isinstance(each, HnswIndex))
    with connection.schema_editor() as editor:
        editor.remove_index(Chunk, index)
    yield
    with connection.schema_editor() as editor:
        editor.add_index(Chunk, index)


def _document(number: int) -> Document:
    return Document.objects.create(
        slug=f"made-up-{number}",
        collection="made up",
        file_name=str(number),
        title="Made up",
        form=Document.Form.TEXT,
        loaded_at=timezone.now(),
    )


def _copy(start: int, rows: Any, documents: Sequence[Document]) -> None:
    statement = (
        "COPY knowledge_chunks (document_id, key, position, section, anchor, context,"
        " text, search_vector, model_id, embedding) FROM STDIN"
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for place, row in enumerate(rows, start=start):
            # One in ten belongs to the copy.
            document = documents[place % 10 == 0]
            vector = Vector(row).to_text()
            copy.write_row(
                (
                    document.pk,
                    str(place),
                    place,
                    "",
                    str(place),
                    "",
                    "",
                    "",
                    MODEL,
                    vector,
                )
            )


def _warm(asked: Any) -> None:
    for row in asked[:20]:
        candidates.by_vector(row, MODEL, limit=NEIGHBOURS)


def _compare(asked: Any) -> dict[str, Any]:
    recalls, index_ms, exact_ms = [], [], []
    for row in asked:
        start = time.perf_counter()
        found = candidates.by_vector(row, MODEL, limit=NEIGHBOURS)
        index_ms.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        exact = candidates.by_vector(row, MODEL, limit=NEIGHBOURS, exact=True)
        exact_ms.append((time.perf_counter() - start) * 1000)
        recalls.append(len(found.keys() & exact.keys()) / NEIGHBOURS)
    return {
        "recall@10": round(float(np.mean(recalls)), 4),
        "index_ms": percentiles(index_ms),
        "exact_ms": percentiles(exact_ms),
    }
