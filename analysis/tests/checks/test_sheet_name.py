"""Which title blocks count when names are missing."""

import dataclasses

from analysis.tests.checks import sets
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
