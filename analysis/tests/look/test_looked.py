"""What is said of a look."""

import pytest

from analysis.look.looked import WHY, LookedAt, pages
from analysis.tests.look.says import look
from knowledge.llm import errors

SEEN = look()


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([3], "page 3"),
        ([1, 2], "pages 1 and 2"),
        ([4, 1, 2, 3], "pages 1 to 4"),
        ([1, 2, 3, 7, 9, 10, 11], "pages 1 to 3, 7 and 9 to 11"),
        ([1, 2, 5, 6, 9], "pages 1, 2, 5, 6 and 9"),
    ],
)
def test_pages_are_named_in_runs(numbers: list[int], words: str) -> None:
    assert pages(numbers) == words


@pytest.mark.parametrize(
    ("looked", "words"),
    [
        (LookedAt(), ""),
        (LookedAt({1: SEEN, 2: SEEN}, {}, 9), "Claude looked at pages 1 and 2 of 9."),
        (
            LookedAt({}, {1: "it had a fault", 2: "it had a fault"}, 2),
            "Claude did not look at pages 1 and 2: it had a fault.",
        ),
        (
            LookedAt({2: SEEN}, {4: "a", 1: "b", 3: "a"}, 4),
            "Claude looked at page 2 of 4. Claude did not look at page 1: b. Claude did not look at pages 3 and 4: a.",
        ),
    ],
)
def test_what_is_said(looked: LookedAt, words: str) -> None:
    assert looked.sentences == words


def test_there_are_words_for_all_that_the_door_may_say() -> None:
    assert set(WHY) == set(errors.WORDS)
    assert not [why for why in WHY.values() if why.endswith(".") or why[0].isupper()]
