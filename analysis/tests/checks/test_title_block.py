"""Where title blocks are found, and what is read in them."""

import dataclasses
from collections.abc import Callable

import pytest

from analysis import block_layout, sheet_facts, sheet_index, title_block
from analysis.lines import lines
from analysis.plan_set import INCH, Bookmark, Box, Sheet, Word
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


def by_figures() -> list[tuple[str, str]]:
    return [(str(place), name) for place, (_, name) in enumerate(NAMES, 1)]


@pytest.mark.parametrize("template", [drawing, band])
def test_figures_are_numbers_where_all_sheets_have_one(
    template: Callable[[int, str, str], Sheet],
) -> None:
    sheets = [template(i, *each) for i, each in enumerate(by_figures(), 1)]

    assert read(sheets) == by_figures()


def test_a_sheet_without_its_figure_has_no_number() -> None:
    numbered = by_figures()
    numbered[2] = "", numbered[2][1]
    sheets = [drawing(i, *each) for i, each in enumerate(numbered, 1)]

    assert [number for number, _ in read(sheets)] == ["1", "2", None, "4", "5"]


def test_a_figure_is_no_number_in_a_set_with_others_nor_without_a_label() -> None:
    names = (*NAMES[:4], ("7", "DETAILS"))
    sheets = [drawing(i, *each) for i, each in enumerate(names, 1)]
    bare = [
        dataclasses.replace(
            one, words=tuple(w for w in one.words if w.text not in {"SHEET", "NUMBER"})
        )
        for one in (drawing(i, *each) for i, each in enumerate(by_figures(), 1))
    ]

    assert [number for number, _ in read(sheets)][-1] is None
    assert [number for number, _ in read(bare)] == [None] * 5


def test_a_set_with_figures_has_its_index_bookmarks_and_labels() -> None:
    numbered = by_figures()
    listed = dataclasses.replace(
        sets.cover(6, numbered),
        words=tuple(
            dataclasses.replace(word, text="1") if word.text == "A0.0" else word
            for word in sets.cover(6, numbered).words
        ),
        label="01: Cover sheet",
    )
    rest = [drawing(i, *each) for i, each in enumerate(numbered[1:], 2)]
    given = sets.plan_set(listed, *rest)
    shifted = dataclasses.replace(
        given, bookmarks=tuple(Bookmark(one.title, 6 - one.sheet) for one in given.bookmarks[:5] if one.sheet)
    )  # fmt: skip

    for rule in ("EPR-007", "EPR-008", "EPR-014", "SET-001"):
        assert sets.worst(sets.said(rule, given)) == "pass"
    assert sets.worst(sets.said("EPR-007", shifted)) == "warn"


@pytest.mark.parametrize("label", ["CONTENTS", "SHEET CONTENTS:", "DRAWING TITLE"])
def test_a_name_is_read_under_its_label(label: str) -> None:
    sheets = [
        dataclasses.replace(
            one,
            words=(
                *(w for w in one.words if w.text != "TITLE" and w.box.top != 19 * INCH),
                *text(label, 32.7, 19, 7),
            ),
        )
        for one in (drawing(i, *each) for i, each in enumerate(NAMES, 1))
    ]

    assert [name for _, name in read(sheets)] == [name for _, name in NAMES]


@pytest.mark.parametrize("share", [1.0, 0.3])
def test_a_field_beside_the_name_is_not_of_it(share: float) -> None:
    def shrunk(sheet: Sheet) -> Sheet:
        words = (*sheet.words, *text("AS NOTED", 31.6, 19.3, 8))
        return dataclasses.replace(
            sheet,
            width=sheet.width * share,
            height=sheet.height * share,
            words=tuple(
                dataclasses.replace(
                    word,
                    box=Box(*(side * share for side in word.box)),
                    size=word.size * share,
                )
                for word in words
            ),
        )

    sheets = [shrunk(drawing(i, *each)) for i, each in enumerate(NAMES, 1)]

    assert [name for _, name in read(sheets)] == [name for _, name in NAMES]


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
