import dataclasses
from typing import Any

import pytest

from analysis.checks import back_check
from analysis.plan_set import Annotation, Box, Sheet, Submission
from analysis.tests.checks import sets

MENU = Annotation("Widget", Box(100.0, 100.0, 200.0, 120.0))


def last(**changed: Any) -> Sheet:
    """A sixth page that nobody can read: no words, no number."""
    page = dataclasses.replace(sets.back_check(6), words=(), label="6")
    return dataclasses.replace(page, **changed)


@pytest.mark.parametrize(
    ("page", "verdict", "said"),
    [
        (sets.back_check(6), "pass", "page 6 is the Back Check page"),
        (last(), "fail", "neither the words nor the menus"),
        (last(unsearchable=True, drawn_letters=400), "fail", "neither the words"),
        (last(largest_picture=0.9, picture_share=0.9), "fail", "neither the words"),
        (last(annotations=(MENU,)), "cannot tell", "does not say what it is"),
        (last(problem="Broken."), "cannot tell", "does not say what it is"),
        (last(words=sets.text("CALCULATIONS " * 20, 4, 4)), "fail", "There is no Back"),
        (sets.drawing(6, "A6.0", "DETAILS"), "fail", "There is no Back Check page"),
    ],
)
def test_the_last_page(page: Sheet, verdict: str, said: str) -> None:
    given = sets.bound_as([*sets.plan_set().sheets[:5], page])
    (finding,) = back_check.check(given, Submission())
    assert finding.verdict == verdict
    assert said in finding.evidence


def test_it_is_among_the_sheets() -> None:
    first, *rest = sets.plan_set().sheets[:5]
    moved = [dataclasses.replace(one, number=one.number + 1) for one in rest]
    (finding,) = back_check.check(
        sets.bound_as([first, sets.back_check(2), *moved]), Submission()
    )
    assert finding.verdict == "fail"
    assert "it belongs at the end" in finding.evidence


def test_without_sheets() -> None:
    (finding,) = back_check.check(sets.bound_as([]), Submission())
    assert finding.verdict == "cannot tell"
