import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permits.search import known
from permits.search.parse import parse
from permits.tests.search.asking import TODAY
from permits.tests.search.entity_rows import EntityFactory
from permits.tests.search.test_parse import labelled, score

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(db: None) -> None:
    """Some busy firms, also of names that come near to streets and plain words."""
    for name in (
        "Tidewater Electric Inc",
        "Bergwall & Quill",
        "Mision Bulders",
        "VALENCA ROOFNG",
        "Kitchin Remodelling",
        "Kelly Noe Castro",
        "Permit Express",
        "Expired Issued LLC",
    ):
        EntityFactory.create(name=name, kind="firm", permit_count=900)
    EntityFactory.create(name="Zanderling", permit_count=known.FEWEST_PERMITS - 1)
    EntityFactory.create(name=None, permit_count=900)


def test_busy_names_help_the_spelling(busy: None) -> None:
    vocabulary = known.read()
    assert {"tidewater", "bergwall"} <= vocabulary.firms
    assert "zanderling" not in vocabulary.firms
    read = parse("by bergwal", vocabulary=vocabulary, today=TODAY)
    assert read.name == "Bergwall"


@pytest.mark.parametrize(
    ("typed", "street"), [("2500 mision st", "Mission"), ("12 valenca st", "Valencia")]
)
def test_a_street_misspelt_in_a_name_stays_a_slip(
    busy: None, typed: str, street: str
) -> None:
    read = parse(typed, vocabulary=known.read(), today=TODAY)
    assert read.street_names == (street,)


def test_three_queries(busy: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        known.read()
    assert len(captured) <= 3


def test_labelled_queries_are_read_as_before(busy: None, tmp_path: Path) -> None:
    vocabulary = known.read()
    rows = [
        {"id": row["id"], "kind": read.kind, "fields": read.fields()}
        for row in labelled()
        for read in [
            parse(
                row["query"] * row.get("query_repeat", 1),
                vocabulary=vocabulary,
                today=TODAY,
            )
        ]
    ]
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    total = score(predicted)
    assert "kind accuracy 1.000 | exact fields 1.000" in total, total
