from pathlib import Path

import pytest

from knowledge.load import load_documents
from knowledge.models import Chunk
from knowledge.retrieve import outside, retrieve
from knowledge.tests import texts


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("school enrollment of my daughter", "schools"),
        ("what would a plumber ask for one hour of work", "prices"),
        ("has my application been approved by now", "record"),
        ("cheapest plumber near my house", "recommend"),
    ],
)
def test_refuses_what_is_nearer_to_another_subject(
    corpus: Path, question: str, reason: str
) -> None:
    assert reason in outside.refusal(question, list(Chunk.objects.all()))


@pytest.mark.parametrize(
    "question",
    [
        "Do I need a permit for a deck behind the house?",
        "a geotechnical report for a new building",
        "how can I get a refund of the fees I paid",
    ],
)
def test_does_not_refuse_what_is_ours(corpus: Path, question: str) -> None:
    found = [passage.chunk for passage in retrieve(question).passages]
    assert outside.refusal(question, found) == ""


@pytest.mark.parametrize("word", ["signs", "Sprinklers?", "rear deck", "granny flat"])
def test_a_search_of_few_words_is_answered(corpus: Path, word: str) -> None:
    assert not retrieve(word).refused


@pytest.mark.django_db
def test_a_passage_near_enough_outweighs_the_other_subject(tmp_path: Path) -> None:
    """What is loaded decides: a corpus on schools answers questions on schools."""
    question = "school enrollment of my daughter"
    assert outside.refusal(question, [])
    text = "School enrollment of my daughter and school enrollment of my son."
    texts.article(tmp_path / "rules", title="School enrollment", text=text)
    load_documents([tmp_path / "rules"])
    chunks = Chunk.objects.all()
    assert outside.refusal(question, list(chunks)) == ""
    chunks.update(embedding=None, model_id=None)
    assert outside.refusal(question, list(chunks)) == ""


def test_a_reason_is_given_only_for_what_is_alike(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "ALIKE", 1.1)
    found = outside.refusal("recommend a good plumber", list(Chunk.objects.all()))
    assert found == outside.NOT_SURE


def test_every_line_has_a_reason_for_the_reader_or_is_ours() -> None:
    known = outside.examples()
    assert known.vectors.shape == (len(known.reasons), 256)
    for reason in set(known.reasons) - {""}:
        assert "document" in reason
        assert not reason.endswith(".")
    assert known.reasons.count("") > 300
