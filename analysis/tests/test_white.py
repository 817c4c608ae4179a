"""Where there is room on sheets."""

import numpy as np
import pytest

from analysis.plan_set import INCH, Box, Sheet, White
from analysis.white import fits, grid, room, shared

CELL = 3.0


def sheet(number: int, *free: Box, width: float = 720, height: float = 720) -> Sheet:
    """A dark sheet with these places free."""
    cells = np.zeros((int(height / CELL), int(width / CELL)), bool)
    for box in free:
        left, top, right, bottom = (int(edge / CELL) for edge in box)
        cells[top:bottom, left:right] = True
    rows, columns = cells.shape
    white = White(CELL, columns, rows, np.packbits(cells).tobytes())
    return Sheet(number, width, height, white=white)


def square(left: float, top: float, side: float = 2 * INCH) -> Box:
    return Box(left, top, left + side, top + side)


def test_grid_reads_what_was_packed() -> None:
    white = sheet(1, square(9, 30, 6)).white
    assert white is not None
    assert [tuple(each) for each in np.argwhere(grid(white)).tolist()] == [
        (10, 3),
        (10, 4),
        (11, 3),
        (11, 4),
    ]


@pytest.mark.parametrize(
    ("columns", "rows", "count"), [(1, 1, 4), (2, 2, 1), (3, 1, 0), (9, 9, 0)]
)
def test_room(columns: int, rows: int, count: int) -> None:
    cells = np.zeros((4, 4), bool)
    cells[1:3, 1:3] = True
    assert room(cells, columns, rows).sum() == count


@pytest.mark.parametrize(("side", "count"), [(143, 1), (136, 1), (132, 0), (108, 0)])
def test_fits_allows_for_a_frame_and_no_more(side: float, count: int) -> None:
    assert len(fits(sheet(1, square(30, 30, side)), 2 * INCH, 2 * INCH)) == count


def test_fits_gives_places_beside_one_another() -> None:
    found = fits(sheet(1, Box(0, 0, 300, 150)), 2 * INCH, 2 * INCH)
    assert [box.left for box in found] == [0, 135]
    assert fits(Sheet(1, 720, 720), 72, 72) == []


def test_shared_is_the_place_of_most_sheets() -> None:
    here, there = square(510, 510), square(30, 300)
    found = shared([sheet(1, here, there), sheet(2, here), sheet(3, there)], 2 * INCH)
    assert found is not None
    assert found.sheets in {(1, 2), (1, 3)}
    assert len(found.without) == 1


def test_shared_goes_by_the_lower_right_corner() -> None:
    large = sheet(2, square(1230, 870), width=1440, height=1080)
    found = shared([sheet(1, square(510, 510)), large], 2 * INCH)
    assert found is not None
    assert found.sheets == (1, 2)
    assert found.box == pytest.approx(square(510, 510), abs=12)


def test_shared_within_a_part_of_the_sheet() -> None:
    sheets = [sheet(1, square(30, 30), square(510, 510)), sheet(2, square(30, 30))]
    within = dict.fromkeys((1, 2), Box(480, 0, 720, 720))
    found = shared(sheets, 2 * INCH, within=within)
    assert found is not None
    assert (found.sheets, found.without) == ((1,), (2,))


def test_shared_is_none_where_there_is_no_room() -> None:
    assert shared([sheet(1), Sheet(2, 720, 720)], 2 * INCH) is None
    assert shared([], 2 * INCH) is None
