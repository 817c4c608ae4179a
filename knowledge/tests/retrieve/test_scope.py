import pytest

from knowledge.retrieve import scope


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("reroof permit cost daly city", "Daly City"),
        ("How tall may a fence be in San José?", "San José"),
        ("Berkeley building code for decks", "Berkeley"),
        ("Will it rain on Friday?", "weather"),
        ("Is a new roof tax-deductible, or can I deduct my permit?", "tax advice"),
        ("can you recommend a good contractor", "nobody"),
        ("Can I break my lease?", "tenants"),
        ("How do I cut down a big old cypress?", "tree"),
    ],
)
def test_refuses(question: str, reason: str) -> None:
    assert reason in scope.refusal(question, ["A permit is required."])


@pytest.mark.parametrize(
    "question",
    [
        "fence at 500 San Jose Avenue",
        "permits on Berkeley Way",
        "who is Ross Alameda",
        "rain gutters on my roof",
        "does the tenant get notice",
        "best size for a sign",
    ],
)
def test_does_not_refuse(question: str) -> None:
    assert scope.refusal(question, []) == ""


def test_a_passage_that_says_it_counts() -> None:
    question = "tree removal for a new driveway"
    assert scope.refusal(question, ["A permit is required."])
    assert not scope.refusal(question, ["Before tree removal, ask Public Works."])


def test_every_subject_has_a_sentence_and_cues() -> None:
    for subject in scope.subjects():
        assert subject.reason.startswith("The documents ")
        assert subject.cues
