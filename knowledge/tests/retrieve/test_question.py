from pathlib import Path

import pytest

from knowledge.models import CorpusState
from knowledge.retrieve import question
from knowledge.retrieve.question import Question


def read(text: str) -> Question:
    return question.read(text, question.lexicon(CorpusState.objects.get()))


def stems(asked: Question, said: str) -> set[str]:
    return next(set(each.stems) for each in asked.concepts if each.said == said)


def test_words_are_stems_and_say_something(corpus: Path) -> None:
    asked = read("What are the refunds of the permits?")
    assert [each.said for each in asked.concepts] == ["refunds", "permits"]
    rare, common = asked.concepts
    assert rare.idf > common.idf


def test_other_words_count_less(corpus: Path) -> None:
    (asked,) = read("granny flat").concepts[:1]
    assert {"accessori", "dwell"} <= set(asked.stems)
    assert all(worth <= question.SYNONYM * asked.idf for worth in asked.stems.values())


def test_short_forms_work_either_way(corpus: Path) -> None:
    assert "accessori" in stems(read("adu"), "adu")


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("sprinkelrs", "sprinklers"),
        ("refnud", "refund"),
        ("sprinklers", "sprinklers"),
        ("xyzzy", "xyzzy"),
        ("2013", "2013"),
    ],
)
def test_spelling(corpus: Path, typed: str, read_as: str) -> None:
    assert read(typed).read_as == read_as


def test_a_word_of_the_vocabulary_is_no_misspelling(corpus: Path) -> None:
    asked = read("landlord")
    assert asked.read_as == "landlord"
    assert read("landlrod").read_as == "landlrod"


def test_an_unknown_word_is_known_to_be(corpus: Path) -> None:
    asked = read("xyzzy fence")
    assert [each.known for each in asked.concepts] == [False, True]


def test_a_long_question_is_cut(corpus: Path) -> None:
    assert len(read("fence " * 1_000).words) == question.LONGEST // 6
