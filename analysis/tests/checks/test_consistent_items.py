"""What title blocks have in common, and what only looks so."""

import dataclasses
from typing import Any

import pytest

from analysis.plan_set import INCH, Box, PlanSet, Sheet, Word
from analysis.tests.checks import sets
from analysis.tests.checks.sets import NAMES, text

OWN = {"firm": "GRANITE BAY ENGINEERING", "project": "STRUCTURAL SHEETS"}
IN_BLOCK = (Box(33 * INCH, 8 * INCH, 34 * INCH, 9 * INCH), 12_000.0)


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


def test_ends_of_notes_are_no_items_where_they_wrap_alike() -> None:
    notes = (*text("UNLESS NOTED OTHERWISE.", 32.7, 9, 6), *text("TO ADJACENT SURFACES.", 32.7, 9.3, 6))  # fmt: skip
    sheets = [
        dataclasses.replace(one, words=one.words + notes)
        for one in sets.plan_set().sheets[:5]
    ]
    own = [
        dataclasses.replace(
            word,
            box=word.box._replace(
                left=word.box.left - 9 * INCH, right=word.box.right - 9 * INCH,
                top=word.box.top + 5 * INCH, bottom=word.box.bottom + 5 * INCH,
            ),
        )
        for word in foreign("A-201", "ELEVATIONS", **OWN)
    ]  # fmt: skip
    sheets[3] = dataclasses.replace(sheets[3], words=(*own, *notes))

    (found,) = sets.said("EPR-017", sets.bound_as(sheets))

    assert found.verdict == "warn"
    assert [place.sheet for place in found.places] == [4]


def test_a_few_words_at_one_place_are_no_template() -> None:
    given = scattered(3)
    noted = [
        dataclasses.replace(one, words=one.words + text("TO WEST", 4, 23))
        for one in given.sheets
    ]

    (found,) = sets.said("EPR-017", sets.bound_as(noted))

    assert found.verdict == "warn"
    assert [place.sheet for place in found.places] == [3]


def elsewhere(place: int, words: tuple[Word, ...], **changed: Any) -> Sheet:
    """A sheet whose title block is where no other sheet has its own."""
    off = place * 0.37 * INCH
    moved = tuple(
        dataclasses.replace(
            word,
            box=word.box._replace(top=word.box.top - off, bottom=word.box.bottom - off),
        )
        for word in words
    )
    sheet = sets.drawing(place, *NAMES[place - 1])
    return dataclasses.replace(sheet, words=moved, **changed)


def foreign(number: str, name: str, firm: str, project: str) -> tuple[Word, ...]:
    """An engineer's block: only the address is the set's."""
    words = sets.block(number, name, firm=firm)
    others = dict(zip(("GARAGE", "CONVERSION"), project.split(), strict=True))
    return tuple(
        dataclasses.replace(word, text=others.get(word.text, word.text))
        for word in words
    )


def scattered(*odd: int, **changed: Any) -> PlanSet:
    """Five sheets with blocks at five places; these are an engineer's, `changed`."""
    sheets = []
    for place, (number, name) in enumerate(NAMES, start=1):
        if place in odd:
            words = foreign(number.replace(".", "-0"), name, **OWN)
            sheets.append(elsewhere(place, words, **changed))
        else:
            sheets.append(elsewhere(place, sets.block(number, name)))
    return sets.bound_as(sheets)


def test_without_a_common_place_words_tell_the_odd_block() -> None:
    (found,) = sets.said("EPR-017", scattered(3))

    assert found.verdict == "warn"
    assert [place.sheet for place in found.places] == [3]
    assert {
        place.sheet
        for one in sets.said("EPR-017", scattered(2, 4))
        for place in one.places
        if one.verdict == "warn"
    } == {2, 4}


@pytest.mark.parametrize(
    "given",
    [
        scattered(),
        # Two against two: no majority says which are the odd ones.
        sets.bound_as(scattered(1, 3).sheets[:4]),
        # What is missing may be drawn as shapes, or in a picture.
        scattered(3, dense=(IN_BLOCK,)),
        scattered(3, largest_picture=0.4),
    ],
)
def test_without_a_common_place_nothing_else_is_told(given: PlanSet) -> None:
    assert sets.worst(sets.said("EPR-017", given)) == "cannot tell"


def test_a_block_without_labels_is_not_told_to_lack_items() -> None:
    given = scattered(3)
    sheets = list(given.sheets)
    unlabelled = tuple(word for word in sheets[2].words if word.text != "TITLE")
    sheets[2] = dataclasses.replace(sheets[2], words=unlabelled)

    found = sets.said("EPR-017", sets.bound_as(sheets))

    assert sets.worst(found) == "cannot tell"
