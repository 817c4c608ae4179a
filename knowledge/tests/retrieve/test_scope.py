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
        ("how is a lot rezoned", "zoned"),
        ("what was the fee in 1995", "another year"),
        ("does AB-999 waive the fees", "AB-999"),
        ("lot size in RH-1", "RH-1"),
        ("the rule in Nevada", "Nevada"),
        ("status of my permit", "record"),
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
        "two units are an R-2, are they?",
        "a house on Nevada Street",
    ],
)
def test_does_not_refuse(question: str) -> None:
    assert scope.refusal(question, []) == ""


def test_a_passage_that_says_it_counts() -> None:
    question = "tree removal for a new driveway"
    assert scope.refusal(question, ["A permit is required."])
    assert not scope.refusal(question, ["Before tree removal, ask Public Works."])


def test_a_number_may_be_written_in_other_ways() -> None:
    assert not scope.refusal("what is AB-5", ["Approval under AB-005 is needed."])
    assert not scope.refusal("what is ab-005", ["See AB 005."])


def test_every_subject_has_a_sentence_and_cues() -> None:
    for subject in scope.subjects():
        assert "the documents" in subject.reason.lower()
        assert subject.cues
