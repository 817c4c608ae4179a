from pathlib import Path

import pytest
from django.db import connection

from permits.bench import search as bench
from permits.search import index

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(db: None) -> None:
    sql = Path(__file__).with_name("record_of_size.sql").read_text()
    with connection.cursor() as cursor:
        cursor.execute(sql, {"size": 2_000})
    index.rebuild()


def test_measures_the_view_and_its_sql(record: None) -> None:
    figures = bench.run(size=2_000, queries=20)
    assert figures["queries"] == 20
    assert figures["permits"] == 2_000
    assert figures["sequential_scans"] == 0
    assert 0 < figures["sql_ms"]["p50"] <= figures["sql_ms"]["p95"]
    assert 0 < figures["view_ms"]["p95"] <= figures["view_ms"]["max"]
    assert set(figures["common_words_sql_ms"]) == set(bench.COMMON)


def test_the_same_seed_asks_the_same(record: None) -> None:
    first = bench.make_searches(50, seed=3)
    assert first == bench.make_searches(50, seed=3)
    assert first != bench.make_searches(50, seed=4)
    assert {name for params in first for name, _ in params} > {"q"}
