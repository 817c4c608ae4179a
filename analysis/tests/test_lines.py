"""Words to lines."""

import time

import pytest

from analysis.lines import around, lines, upright
from analysis.plan_set import Box, Word


def word(
    text: str, left: float, top: float, *, size: float = 10.0, turned: int = 0
) -> Word:
    """A word whose letters are as wide as half their height."""
    long = len(text) * size / 2
    wide, tall = (long, size) if turned in {0, 180} else (size, long)
    return Word(text, Box(left, top, left + wide, top + tall), size, "F", turned)


def texts(*words: Word) -> list[str]:
    return [line.text for line in lines(words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], []),
        ([word("NAME", 30, 0), word("SHEET", 0, 0)], ["SHEET NAME"]),
        ([word("A", 0, 0), word("B", 0, 20)], ["A", "B"]),
        # Another column.
        ([word("LEFT", 0, 0), word("RIGHT", 60, 0)], ["LEFT", "RIGHT"]),
        # A large number beside a small label.
        ([word("SHEET", 0, 10), word("A1", 28, 0, size=24)], ["A1", "SHEET"]),
        # Letters a little higher than the others still stand on the line.
        ([word("1/4", 0, 0), word("=", 20, 3), word("1'", 30, 1)], ["1/4 = 1'"]),
    ],
)
def test_lines(words: list[Word], expected: list[str]) -> None:
    assert texts(*words) == expected


def test_a_low_dash_belongs_to_its_line() -> None:
    dash = Word("-", Box(52, 5, 57, 6), 10.0)
    assert texts(word("SHARE", 20, 0), dash, word("ALIKE", 60, 0)) == ["SHARE - ALIKE"]


@pytest.mark.parametrize(
    ("turned", "first", "second"),
    [(90, (0, 0), (0, 30)), (180, (60, 0), (30, 0)), (270, (0, 60), (0, 35))],
)
def test_turned_lines_read_in_their_own_direction(
    turned: int, first: tuple[float, float], second: tuple[float, float]
) -> None:
    found = lines(
        [word("NAME", *second, turned=turned), word("SHEET", *first, turned=turned)]
    )
    assert [(line.text, line.turned) for line in found] == [("SHEET NAME", turned)]


def test_columns_of_shifted_lines_stay_apart() -> None:
    """Each column's lines stand a third of a letter lower than those on its left."""
    words = [
        word(f"C{column}", 100 * column, 14 * row + 3 * column)
        for column in range(6)
        for row in range(20)
    ]
    assert len(lines(words)) == 120


def test_a_line_has_the_box_and_size_of_its_words() -> None:
    (line,) = lines([word("A", 0, 2, size=12), word("B", 10, 0, size=14)])
    assert line.box == around(line.words) == Box(0, 0, 17, 14)
    assert line.size == 14


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_upright_keeps_width_and_height_of_the_text(turned: int) -> None:
    box = upright(word("FOUR", 5, 7, turned=turned).box, turned)
    assert (box.right - box.left, box.bottom - box.top) == (20, 10)


def test_a_sheet_full_of_words_is_quick() -> None:
    words = [word("NOTE", 25 * (n % 100), 12 * (n // 100)) for n in range(20_000)]
    start = time.process_time()
    assert len(lines(words)) == 200
    assert time.process_time() - start < 5
