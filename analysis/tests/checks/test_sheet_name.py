"""Which title blocks count when names are missing."""

import dataclasses

from analysis.tests.checks import sets
from analysis.tests.checks.sets import text
from analysis.tests.checks.test_rules import nameless


def test_blocks_that_cannot_be_read_are_not_among_the_nameless() -> None:
    """Two of five are pictures, one has no name, two have one: the one is said."""
    sheets = [
        dataclasses.replace(one, words=(), unsearchable=True)
        if one.number in {2, 4}
        else one
        for one in nameless(3, label="DATA").sheets
    ]

    found = sets.said("EPR-015", sets.bound_as(sheets))

    assert {(one.verdict, place.sheet) for one in found for place in one.places} == {
        ("fail", 3),
        ("cannot tell", 2),
        ("cannot tell", 4),
    }


def test_a_block_of_its_own_form_without_a_label_is_not_nameless() -> None:
    """Its name stands beside its number, where the set's blocks have none."""
    sheets = list(sets.plan_set().sheets)
    own = (
        *text("GRANITE BAY ENGINEERING", 2, 21, 13), *text("STRUCTURAL SHEETS", 8, 21, 12),
        *text("123 MAIN STREET", 8, 22, 12), *text("DESCRIPTION", 20, 21, 7),
        *text("FOUNDATION PLAN", 20, 21.5, 12), *text("S-201", 30, 22, 30),
        *text("CHANGES TO THE APPROVED SET", 2, 22, 7),
    )  # fmt: skip
    sheets[2] = dataclasses.replace(sheets[2], words=own)

    (found,) = sets.said("EPR-015", sets.bound_as(sheets))

    assert found.verdict == "cannot tell"
    assert [place.sheet for place in found.places] == [3]
