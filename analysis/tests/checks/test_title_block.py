"""Where title blocks are found, and what is read in them."""

import dataclasses

import pytest

from analysis import block_layout, sheet_facts, sheet_index, title_block
from analysis.lines import lines
from analysis.plan_set import INCH, Box, Sheet, Word
from analysis.tests.checks import sets
from analysis.tests.checks.sets import NAMES, drawing, text


def band(place: int, number: str, name: str) -> Sheet:
    """The block along the bottom, as drawn by firms of another habit."""
    words = (
        *text("BAYLINE ARCHITECTURE", 2, 21, 13), *text("GARAGE CONVERSION", 8, 21, 12),
        *text("123 MAIN STREET", 8, 22, 12), *text("REVISIONS", 14, 21, 7),
        *text("DATE:", 20, 21, 7), *text("SHEET TITLE", 26, 21, 7), *text(name, 26, 21.5, 13),
        *text("SHEET NO.", 32, 21, 7), *text(number, 32.5, 21.8, 36),
        *text(f"VIEW {place}", 3 + place, 4 + place),
    )  # fmt: skip
    return Sheet(place, sets.WIDTH, sets.HEIGHT, words=words)


def read(sheets: list[Sheet]) -> list[tuple[str | None, str | None]]:
    return [
        (one.number.text if one.number else None, one.name.text if one.name else None)
        for one in title_block.read(sheets)
    ]


def test_a_strip_at_the_right_is_found_with_its_fields() -> None:
    sheets = [drawing(i, *each) for i, each in enumerate(NAMES, 1)]

    layout = block_layout.find(sheets)

    assert layout.kind == "strip"
    assert 3 * INCH < layout.depth < 4 * INCH
    assert read(sheets) == list(NAMES)


def test_a_band_at_the_bottom_is_found_with_its_fields() -> None:
    sheets = [band(i, *each) for i, each in enumerate(NAMES, 1)]

    assert block_layout.find(sheets).kind == "band"
    assert read(sheets) == list(NAMES)


def test_fields_of_blocks_that_read_upwards_are_found() -> None:
    def turned(sheet: Sheet) -> Sheet:
        """The whole sheet turned, as when its page is."""
        words = tuple(
            Word(w.text, Box(w.box.top, sets.WIDTH - w.box.right, w.box.bottom, sets.WIDTH - w.box.left), w.size, w.font, 270)
            for w in sheet.words
        )  # fmt: skip
        return dataclasses.replace(
            sheet, words=words, width=sheet.height, height=sheet.width
        )

    sheets = [turned(band(i, *each)) for i, each in enumerate(NAMES, 1)]

    assert read(sheets) == list(NAMES)


def test_a_line_up_the_left_margin_is_no_band() -> None:
    plotted = text(
        "PLOTTED FROM C:/WORK/FARM.DWG BY SOMEBODY ON MONDAY", 0.2, 23.5, 6, 270
    )
    sheets = [drawing(i, *each, extra=plotted) for i, each in enumerate(NAMES, 1)]

    assert block_layout.find(sheets).kind == "strip"


def test_a_large_block_on_small_paper_is_found() -> None:
    off = 19 * INCH
    sheets = [
        dataclasses.replace(
            one,
            width=17 * INCH,
            words=tuple(
                dataclasses.replace(
                    w,
                    box=Box(
                        w.box.left - off, w.box.top, w.box.right - off, w.box.bottom
                    ),
                )
                for w in one.words
                if w.box.left > off
            ),
        )
        for one in (drawing(i, *each) for i, each in enumerate(NAMES, 1))
    ]

    assert read(sheets) == list(NAMES)


def test_a_number_glued_to_its_label_is_read() -> None:
    def glued(number: str, name: str) -> tuple[Word, ...]:
        kept = tuple(w for w in sets.block("", name) if w.text != "NUMBER")
        return (*kept, *text(f"NUMBER{number}", 33.2, 21, 7))

    sheets = [
        dataclasses.replace(drawing(i, *each), words=glued(*each))
        for i, each in enumerate(NAMES, 1)
    ]

    assert [number for number, _ in read(sheets)] == [number for number, _ in NAMES]


def test_sheets_without_common_words_have_no_block_that_is_known() -> None:
    sheets = [
        Sheet(i, sets.WIDTH, sets.HEIGHT, words=text(f"ONLY {i} HERE{i}", i, i))
        for i in range(1, 5)
    ]

    assert block_layout.find(sheets).kind == "corner"
    assert read(sheets) == [(None, None)] * 4


@pytest.mark.parametrize("missing", [1, 3])
def test_a_note_that_looks_like_a_number_is_no_sheet_number(missing: int) -> None:
    sheets = [drawing(i, *each) for i, each in enumerate(NAMES, 1)]
    _, name = NAMES[missing - 1]
    words = (*sets.block("", name), *text("SEE A9.9 AND B-2", 33, 14, 8))
    sheets[missing - 1] = dataclasses.replace(sheets[missing - 1], words=words)

    assert [number for number, _ in read(sheets)] == [
        None if i == missing - 1 else number for i, (number, _) in enumerate(NAMES)
    ]


def test_the_index_is_read_row_by_row() -> None:
    sheet = sets.cover(6)

    index = sheet_index.find([(1, lines(sheet.words))])

    assert index is not None
    assert [(one.number, one.name) for one in index.entries] == list(NAMES)


def test_an_index_in_two_columns_is_read_column_by_column() -> None:
    words = text("DRAWING LIST", 4, 2, 14)
    for row in range(4):
        words += text(f"A1.{row} PLAN {row}X", 4, 3 + row * 0.3, 9)
        words += text(f"S1.{row} FRAMING {row}X", 12, 3 + row * 0.3, 9)

    index = sheet_index.find([(1, lines(words))])

    assert index is not None
    assert [one.number for one in index.entries] == [f"A1.{n}" for n in range(4)] + [
        f"S1.{n}" for n in range(4)
    ]


def test_no_index_and_an_empty_one_are_not_the_same() -> None:
    assert sheet_index.find([(1, lines(text("GENERAL NOTES", 1, 1)))]) is None
    empty = sheet_index.find([(1, lines(text("SHEET INDEX", 1, 1)))])
    assert empty is not None
    assert empty.entries == ()


def test_the_project_is_where_the_cover_says_and_not_where_the_firm_is() -> None:
    firm = text("25 KEARNY STREET", 32.7, 5, 8)
    sheets = [
        dataclasses.replace(one, words=one.words + firm)
        for one in sets.plan_set().sheets
    ]

    facts = sheet_facts.of(sets.bound_as(sheets))

    assert str(facts.address) == "123 Main St"


def test_facts_of_a_set_are_worked_out_once() -> None:
    given = sets.plan_set()

    first = sheet_facts.of(given)

    assert sheet_facts.of(given) is first
    sheet_facts.forget()
    assert sheet_facts.of(given) is not first
