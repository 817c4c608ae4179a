"""The title block: a strip at the right or a band at the bottom, cell by cell."""

from collections.abc import Callable
from random import Random

from analysis.bench.plan_maker import notes, stamps
from analysis.bench.plan_maker.draft import SheetDraft
from analysis.bench.plan_maker.pen import Pen, Weight
from analysis.bench.plan_maker.rect import INCH, Rect

Cell = Callable[[Pen, Rect, SheetDraft, float], None]
# How long each cell is along the block, in inches; notes take what is left.
_LONG = {
    "firm": 2.2, "project": 3.6, "stamp": 2.6, "revisions": 2.4,
    "data": 2.2, "name": 1.7, "number": 1.6,
}  # fmt: skip
_LEAST_NOTES = 1.0
# A line of notes is about as long; beside it a wider cell would be white.
_NOTES_WIDE = 2.6


def frame(sheet: SheetDraft) -> tuple[Rect, Rect]:
    """The title block and the field left for drawing."""
    paper = sheet.drawn_for or sheet.paper
    width, height = paper.points
    outer = Rect(1.0 * INCH, 0.5 * INCH, width - 0.5 * INCH, height - 0.5 * INCH)
    thick = sheet.style.thickness * INCH
    if sheet.style.block == "strip":
        edge = outer.right - thick
        return outer._replace(left=edge), outer._replace(right=edge)
    edge = outer.bottom + thick
    return outer._replace(top=edge), outer._replace(bottom=edge)


def draw(pen: Pen, sheet: SheetDraft, count: str, chosen: Random) -> None:
    block, field = frame(sheet)
    pen.rect(block, 1.6)
    pen.rect(field, 1.6)
    for name, cell in _cells(sheet, block):
        pen.rect(cell, 0.8)
        shrink = min(1.0, min(cell.width, cell.height) / (1.5 * INCH))
        if name == "notes":
            _notes(pen, cell, chosen)
        elif name == "number":
            _number(pen, cell, sheet, shrink, count)
        elif name in _CELLS:
            _CELLS[name](pen, cell, sheet, shrink)
    if sheet.blank[0] == 0:
        _fill_blank(pen, sheet, block, chosen)


def _cells(sheet: SheetDraft, block: Rect) -> list[tuple[str, Rect]]:
    """The cells of the block; the empty one is as long as it has to be."""
    strip = sheet.style.block == "strip"
    along = block.height if strip else block.width
    long = dict(_LONG, blank=max(sheet.style.blank, 1) + 0.15)
    if not strip:
        long |= {"name": 3.4, "project": 4.2, "firm": 3.2, "revisions": 3.2}
    fixed = sum(long[name] for name in sheet.style.order if name != "notes") * INCH
    spare = along - fixed
    shares = [
        max(spare, _LEAST_NOTES * INCH) if name == "notes" else long[name] * INCH
        for name in sheet.style.order
    ]
    cells = block.rows(shares) if strip else block.columns(shares)
    return list(zip(sheet.style.order, cells, strict=True))


def blank_cell(sheet: SheetDraft) -> Rect:
    block, _field = frame(sheet)
    return dict(_cells(sheet, block))["blank"]


def _notes(pen: Pen, cell: Rect, chosen: Random) -> None:
    columns = max(1, round(cell.width / (_NOTES_WIDE * INCH)))
    for column in cell.columns([1] * columns):
        notes.fill(pen, column.inset(5), 5.5, chosen)


def _fill_blank(pen: Pen, sheet: SheetDraft, _block: Rect, chosen: Random) -> None:
    notes.fill(pen, blank_cell(sheet).inset(4), 6, chosen)


def _firm(pen: Pen, cell: Rect, sheet: SheetDraft, shrink: float) -> None:
    name, street, phone = sheet.style.firm
    x, y = cell.middle
    pen.circle(x, cell.top - 34 * shrink, 22 * shrink, 1.5)
    pen.text(
        (x, cell.top - 40 * shrink), name[0], 18 * shrink, weight="bold", align="middle"
    )
    size = min(13 * shrink, 0.9 * cell.width / pen.width(name, 1, "bold"))
    pen.text((x, y - 8 * shrink), name, size, weight="bold", align="middle")
    pen.text((x, y - 24 * shrink), street, 7.5 * shrink, align="middle")
    pen.text((x, y - 36 * shrink), phone, 7.5 * shrink, align="middle")
    pen.line(cell.left + 8, y - 46 * shrink, cell.right - 8, y - 46 * shrink, 2)


def _project(pen: Pen, cell: Rect, sheet: SheetDraft, shrink: float) -> None:
    lines = [sheet.project, *sheet.address]
    x, y = cell.middle
    length = cell.height if sheet.style.turned else cell.width
    across = cell.width if sheet.style.turned else cell.height
    widest = max(pen.width(line, 1, "bold") for line in lines)
    size = min(20 * shrink, 0.9 * length / widest)
    step = max(size * 1.7, across / (len(lines) + 1.2))
    for place, line in enumerate(lines):
        weight: Weight = "bold" if place < 2 else "plain"  # noqa: PLR2004
        off = (place - (len(lines) - 1) / 2) * step
        at = (x + off + size / 3, y) if sheet.style.turned else (x, y - off - size / 3)
        turned = 90 if sheet.style.turned else 0
        pen.text(at, line, size, weight=weight, align="middle", turned=turned)


def _revisions(pen: Pen, cell: Rect, sheet: SheetDraft, shrink: float) -> None:
    inner = cell.inset(6)
    size, step = 7.5 * shrink, 15 * shrink
    pen.text(
        (inner.left, inner.top - size), sheet.style.revisions_label, size, weight="bold"
    )
    y = inner.top - 2 * step
    columns = (0, inner.width * 0.11, inner.width * 0.42)
    rows = [("NO.", "DATE", "DESCRIPTION"), *sheet.revisions]
    while y > inner.bottom:
        pen.line(inner.left, y - 4 * shrink, inner.right, y - 4 * shrink, 0.4)
        if rows:
            for column, words in zip(columns, rows.pop(0), strict=True):
                pen.text((inner.left + column, y), words, size * 0.9)
        y -= step


def _data(pen: Pen, cell: Rect, sheet: SheetDraft, shrink: float) -> None:
    inner = cell.inset(6)
    size = 8 * shrink
    facts = (
        sheet.date,
        sheet.block_scale,
        sheet.style.firm[0][:2],
        sheet.style.checked_by,
        f"24{len(sheet.project):03}",
    )
    rows = inner.rows([1] * len(facts))
    for row, what, value in zip(rows, sheet.style.labels, facts, strict=True):
        pen.line(row.left, row.bottom, row.right, row.bottom, 0.4)
        pen.text((row.left, row.bottom + 5), f"{what}:", size * 0.8)
        pen.text(
            (row.left + inner.width * 0.4, row.bottom + 5), value, size, weight="bold"
        )


def _name(pen: Pen, cell: Rect, sheet: SheetDraft, shrink: float) -> None:
    inner = cell.inset(8)
    pen.text((inner.left, inner.top - 6), sheet.style.name_label, 7 * shrink)
    name = sheet.name if sheet.shown_name is None else sheet.shown_name
    if not name:
        return
    words = name.split()
    half = (len(words) + 1) // 2
    fits = pen.width(name, 15 * shrink, "bold") < inner.width
    lines = [name] if fits else [" ".join(words[:half]), " ".join(words[half:])]
    widest = max(pen.width(line, 1, "bold") for line in lines)
    size = min(15 * shrink, inner.width / widest)
    for place, line in enumerate(lines):
        at = inner.left, inner.middle[1] + 2 - place * size * 1.25
        pen.text(at, line, size, weight="bold")


def _number(pen: Pen, cell: Rect, sheet: SheetDraft, shrink: float, count: str) -> None:
    number = sheet.number if sheet.shown_number is None else sheet.shown_number
    if label := sheet.style.number_label:
        pen.text((cell.left + 8, cell.top - 14), label, 7 * shrink)
    x, y = cell.middle
    if number:
        size = min(
            sheet.style.number_size * shrink,
            0.85 * cell.width / pen.width(number, 1, "bold"),
        )
        pen.text((x, y - size * 0.36), number, size, weight="bold", align="middle")
    if count:
        pen.text((x, cell.bottom + 8), count, 8 * shrink, align="middle")


def _stamp(pen: Pen, cell: Rect, sheet: SheetDraft, _shrink: float) -> None:
    stamps.draw(pen, cell, sheet)


_CELLS: dict[str, Cell] = {
    "firm": _firm,
    "project": _project,
    "revisions": _revisions,
    "data": _data,
    "name": _name,
    "stamp": _stamp,
}
