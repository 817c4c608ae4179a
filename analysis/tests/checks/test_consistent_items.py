"""What title blocks have in common, and what only looks so."""

import dataclasses

from analysis.tests.checks import sets
from analysis.tests.checks.sets import text


def test_notes_that_wrap_alike_are_no_items_in_common() -> None:
    """Each sheet has them, at a place of its own."""
    notes = ("SEALED AT ALL LAPS.", "FLASHING BELOW WINDOWS")
    noted = [
        dataclasses.replace(
            one,
            words=one.words
            + text(notes[0], 32.7, 8 + one.number * 0.6, 6)
            + text(notes[1], 32.7, 13 + one.number * 0.6, 6),
        )
        for one in sets.plan_set().sheets[:5]
    ]
    other = (
        *text("GRANITE BAY ENGINEERING", 2, 21, 13), *text("123 MAIN STREET", 8, 22, 12),
        *text("S-201X", 30, 22, 30), *text("SHEET TITLE", 20, 21, 7), *text("FOUNDATION PLAN", 20, 21.5, 12),
        *text(notes[0], 2, 22, 6), *text(notes[1], 2, 22.3, 6),
    )  # fmt: skip
    noted[2] = dataclasses.replace(noted[2], words=other)

    (found,) = sets.said("EPR-017", sets.bound_as(noted))

    assert found.verdict == "warn"
    assert {place.sheet for place in found.places} == {3}
