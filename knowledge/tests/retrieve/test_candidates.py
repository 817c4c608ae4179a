import json
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.utils import timezone
from pgvector import Vector

from knowledge.bench import synthetic
from knowledge.models import Chunk, Document
from knowledge.retrieve import candidates

pytestmark = pytest.mark.django_db
SIZE = 2_000


@pytest.fixture
def questions() -> Any:
    """A corpus of made-up vectors, one in ten of them in a copy; and what to ask."""
    with connection.cursor() as cursor:
        # What other tests have rolled back is vacuumed at any moment: by the time that
        # takes the index's entry point away, a search finds less.
        cursor.execute("LOCK knowledge_chunks IN SHARE UPDATE EXCLUSIVE MODE")
    random = np.random.default_rng(3)
    subjects = random.standard_normal((40, 256))
    documents = [
        Document.objects.create(slug=slug, file_name=slug, loaded_at=timezone.now())
        for slug in ("first", "copy")
    ]
    documents[1].same_as = documents[0]
    documents[1].save()
    synthetic._copy(0, synthetic.scattered(random, subjects, SIZE), documents)
    return synthetic.scattered(random, subjects, 30)


def test_the_index_finds_what_an_exact_search_does(questions: Any) -> None:
    shares = []
    for row in questions:
        near = candidates.by_vector(row, synthetic.MODEL, limit=10)
        exact = candidates.by_vector(row, synthetic.MODEL, limit=10, exact=True)
        assert list(exact.values()) == sorted(exact.values(), reverse=True)
        assert len(near) == len(exact) == 10
        shares.append(len(near.keys() & exact.keys()) / 10)
    assert np.mean(shares) >= 0.99


def test_a_filter_does_not_cost_results(questions: Any) -> None:
    """The scan goes on: the copy's chunks do not take the places of others."""
    near = candidates.by_vector(questions[0], synthetic.MODEL, limit=300)
    assert len(near) == 300
    assert not Chunk.objects.filter(pk__in=near, document__slug="copy").exists()
    assert candidates.by_vector(questions[0], "another", limit=10) == {}


def test_the_index_is_used(questions: Any) -> None:
    asked: dict[str, Any] = {
        "vector": Vector(questions[0]).to_text(),
        "model": "m",
        "limit": 10,
    }
    with connection.cursor() as cursor:
        cursor.execute(candidates._INDEXED)
        cursor.execute("EXPLAIN (FORMAT JSON) " + candidates._sql("nearest"), asked)
        assert "knowledge_chunks_embedding" in json.dumps(cursor.fetchone())
