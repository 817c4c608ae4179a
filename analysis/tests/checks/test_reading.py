"""Sheet numbers, scales, addresses, dates and counts as offices write them."""

import datetime as dt

import pytest

from analysis import place_names, scales, sheet_numbers
from analysis.checks import revision_dates, sheet_count
from analysis.place_names import Address, same
from analysis.sheet_facts import of
from analysis.tests.checks import sets


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A1.0", "A1.0"), ("A-101", "A-101"), ("G-0.01", "G-0.01"), ("S2.1a", "S2.1A"),
        ("T24-1", "T24-1"), ("T24", "T24"), ("A2.01X", "A2.01X"), ("LS-1", "LS-1"),
        ("FP1.1", "FP1.1"), ("A\u20132.1", "A-2.1"), ("(A2.1)", "A2.1"), ("a3.1", "A3.1"),
        ("2022", None), ("C-32155", None), ("COVER", None), ("CF1R-PRF-01-E", None),
        ('1/4"', None), ("12'-6\"", None), ("A", None), ("", None),
    ],
)  # fmt: skip
def test_sheet_numbers_are_told_from_other_words(text: str, number: str | None) -> None:
    assert sheet_numbers.read(text) == number


def test_a_dash_makes_no_other_number() -> None:
    assert sheet_numbers.key("A-1.0") == sheet_numbers.key("a1.0")
    assert sheet_numbers.key("A1.0") != sheet_numbers.key("A10")


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("A0.0 - COVER", "A0.0"), ("A1.0: SITE", "A1.0"), ("A-101 \u2013 Plan", "A-101"),
        ("Page 3", None), ("COVER SHEET", None), ("", None),
    ],
)  # fmt: skip
def test_titles_begin_with_a_number(title: str, number: str | None) -> None:
    assert sheet_numbers.at_start(title) == number


@pytest.mark.parametrize(
    ("title", "like", "number"),
    [
        ("3 - SITE PLAN", "3", "3"), ("03: SITE PLAN", "3", "03"), ("3 - SITE", "A1.0", None),
        ("Page 3", "3", None), ("A1.0 - SITE", "3", "A1.0"), ("2024 SITE PLAN", "3", None),
    ],
)  # fmt: skip
def test_a_figure_is_a_number_among_figures(
    title: str, like: str, number: str | None
) -> None:
    assert sheet_numbers.at_start(title, like=like) == number
    assert sheet_numbers.key("03") == sheet_numbers.key("3") != sheet_numbers.key("30")


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ('SCALE: 1/4" =1\'-0"', ['1/4" =1\'-0"']),
        ("1/4\u201d = 1\u2019-0\u201d", ['1/4" = 1\'-0"']),
        ('1 1/2" = 1\'-0"', ['1 1/2" = 1\'-0"']),
        ("1\" = 20'", ["1\" = 20'"]),
        ("1 IN = 20 FT", ["1 IN = 20 FT"]),
        ("SCALE 1:100", ["1:100"]),
        ("N.T.S.", ["N.T.S."]),
        ("NOT TO SCALE", ["NOT TO SCALE"]),
        ("AS NOTED", []),
        ("SEE 3/A4.1 AT 10:30", []),
        ("6'-8\" DOOR", []),
        ("CONTENTS", []),
    ],
)
def test_scale_notes_are_read(text: str, notes: list[str]) -> None:
    assert scales.notes(text) == notes


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("123 MAIN STREET", Address("123", "Main", "St")),
        ("1234-36 VALENCIA ST., SAN FRANCISCO", Address("1234-1236", "Valencia", "St")),
        ("2407 21ST AVE", Address("2407", "21st", "Ave")),
        ("12'-6\" CLEAR", None),
        ("PERMIT DRAWINGS", None),
        ("", None),
    ],
)
def test_addresses_are_read_as_in_the_search_box(
    text: str, address: Address | None
) -> None:
    assert place_names.read(text) == address


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (Address("123", "Main", "St"), Address("123", "Main"), True),
        (Address("121-125", "Main", "St"), Address("123", "Main", "St"), True),
        (Address("123", "Main", "St"), Address("125", "Main", "St"), False),
        (Address("123", "Main", "St"), Address("123", "Mission", "St"), False),
        (Address("123", "21st", "Ave"), Address("123", "21st", "St"), False),
        (Address("123A", "Main"), Address("123", "Main"), True),
    ],
)
def test_ranges_and_unsaid_suffixes_are_the_same_place(
    one: Address, other: Address, *, is_same: bool
) -> None:
    assert same(one, other) is is_same
    assert same(other, one) is is_same


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("03/04/2024", [dt.date(2024, 3, 4)]),
        ("02-15-15", [dt.date(2015, 2, 15)]),
        ("3.4.2024", [dt.date(2024, 3, 4)]),
        ("2024-03-04", [dt.date(2024, 3, 4)]),
        ("MAR 4, 2024", [dt.date(2024, 3, 4)]),
        ("4 March 2024", [dt.date(2024, 3, 4)]),
        ("13/40/2024", []),
        ("555-01-9000", []),
        ("A2.1.1", []),
    ],
)
def test_dates_are_read_month_first(text: str, days: list[dt.date]) -> None:
    assert revision_dates.read(text) == days


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("TOTAL SHEETS: 12", 12),
        ("TOTAL NUMBER OF SHEETS: 12", 12),
        ("12 SHEETS TOTAL", 12),
        ("TOTAL PAGE COUNT: 12", 12),
        ("SHEET 1 OF 12", 12),
        ("SET CONTAINS 12 SHEETS", 12),
        ("NO. OF SHEETS 12", 12),
        ("SEE SHEET A2.1 FOR 12 DOORS", None),
        ("2 SHEETS OF PLYWOOD", None),
    ],
)
def test_counts_on_the_cover_are_read(text: str, count: int | None) -> None:
    given = sets.plan_set(
        sets.cover(0, extra=sets.text(text, 24, 18.5, 12)),
        sets.drawing(2, *sets.NAMES[1]),
    )

    found = [one.count for one in sheet_count.stated(of(given))]

    assert found == ([count] if count else [])


def test_a_count_may_stand_apart_from_its_label() -> None:
    apart = sets.text("TOTAL SHEETS", 24, 18.5, 12) + sets.text("14", 27, 18.5, 12)
    given = sets.plan_set(sets.cover(0, extra=apart), sets.drawing(2, *sets.NAMES[1]))

    assert [one.count for one in sheet_count.stated(of(given))] == [14]
