"""Which sheets are shown, where there are more than may be."""

import dataclasses

import pytest

from analysis import sheet_facts
from analysis.look import choice
from analysis.plan_set import PlanSet
from analysis.tests.checks import sets


@pytest.mark.parametrize(
    ("given", "most", "expected"),
    [
        (sets.plan_set(), 12, [1, 2, 3, 4, 5]),
        (sets.plan_set(), 2, [1, 2]),
        (sets.plan_set(), 0, []),
        (sets.with_sheet(4, words=(), unsearchable=True), 3, [1, 4, 2]),
        (sets.with_sheet(1, words=(), unsearchable=True), 2, [1, 2]),
        (sets.exchanged(sets.drawing(5, "", "DETAILS")), 2, [1, 5]),
        (sets.with_sheet(3, width=0.0, height=0.0, problem="lost"), 12, [1, 2, 4, 5]),
    ],
    ids=["all", "two", "none", "outlines", "cover", "no number", "never drawn"],
)
def test_the_cover_then_those_that_need_it(
    given: PlanSet, most: int, expected: list[int]
) -> None:
    assert choice.chosen(sheet_facts.of(given), most) == expected


def test_a_set_without_drawings_has_nothing_to_show() -> None:
    empty = dataclasses.replace(sets.plan_set(), sheets=())
    assert choice.chosen(sheet_facts.of(empty), 12) == []
