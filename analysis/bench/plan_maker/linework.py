"""What is on a sheet beside its title block: views with walls, trees, tables."""

from collections.abc import Callable
from random import Random

from analysis.bench.plan_maker import buildings, notes, wording
from analysis.bench.plan_maker.draft import SheetDraft, View
from analysis.bench.plan_maker.pen import Line, Pen
from analysis.bench.plan_maker.rect import INCH, Rect

Draw = Callable[[Pen, Rect, SheetDraft, Random], None]
_TITLE = 0.8 * INCH
# Between lines, and between dots.
_CROSSED = 0.008 * INCH
_DOTTED = 0.018 * INCH
_DENSE = 5 * INCH


def draw(pen: Pen, field: Rect, sheet: SheetDraft, chosen: Random) -> None:
    """Fill the field as the sheet's kind wants it."""
    inner = field.inset(0.4 * INCH)
    if sheet.dense:
        _dense(pen, inner, sheet.dense)
    if sheet.kind in _WHOLE:
        _WHOLE[sheet.kind](pen, inner, sheet, chosen)
        return
    views, rest = inner.columns((0.82, 0.18))
    some = chosen.randint(6, 24)
    notes.fill(pen, rest.inset(8), 8, chosen, title="KEY NOTES", most=some)
    shown = sheet.views or (View(sheet.name, ""),)
    across = 1 if len(shown) == 1 else 2 if len(shown) <= 4 else 3  # noqa: PLR2004
    down = -(-len(shown) // across)
    for place, (view, cell) in enumerate(
        zip(shown, views.grid(across, down), strict=False), start=1
    ):
        _view(pen, cell.inset(0.25 * INCH), sheet, (place, view), chosen)


def _view(
    pen: Pen, cell: Rect, sheet: SheetDraft, numbered: tuple[int, View], chosen: Random
) -> None:
    place, view = numbered
    buildings.draw(pen, cell._replace(bottom=cell.bottom + _TITLE), sheet, chosen)
    x, y = cell.left + 16, cell.bottom + 16
    pen.circle(x, y, 12, 1)
    pen.text((x, y - 4), str(place), 11, weight="bold", align="middle")
    pen.text((x + 20, y + 4), view.title, 13, weight="bold")
    pen.line(x + 20, y, cell.right, y, 1)
    if view.scale and sheet.style.scale_in != "block":
        said = view.scale if view.scale == "NTS" else f"SCALE: {view.scale}"
        pen.text((x + 20, y - 12), said, 8.5)
    if sheet.north:
        _north(pen, (cell.right - 60, y + 40), chosen)


def _north(pen: Pen, at: tuple[float, float], chosen: Random) -> None:
    x, y = at
    pen.circle(x, y, 22, 1)
    pen.run(
        [(x - 9, y - 16), (x, y + 22), (x + 9, y - 16), (x, y - 8), (x - 9, y - 16)], 1
    )
    words = chosen.choice(("N", "N", "NORTH", "TRUE NORTH"))
    pen.text((x, y + 27), words, 12, weight="bold", align="middle")


def _dense(pen: Pen, inner: Rect, how: str) -> None:
    """Hatching that viewers choke on: some thousand segments a square inch."""
    patch = Rect(inner.left, inner.top - _DENSE, inner.left + _DENSE, inner.top)
    if how == "crossed":
        steps = int(_DENSE / _CROSSED)
        lines: list[Line] = []
        cells = patch.grid(20, 20)
        for cell in cells:
            lines += _hatched(cell, steps // 20)
        pen.lines(lines, 0.1)
        return
    across = int(_DENSE / _DOTTED)
    pen.lines(
        [
            (x, y, x + 0.5, y + 0.3)
            for row in range(across)
            for column in range(across)
            for x, y in [(patch.left + column * _DOTTED, patch.bottom + row * _DOTTED)]
        ],
        0.3,
    )


def _hatched(cell: Rect, steps: int) -> list[Line]:
    lines: list[Line] = []
    for step in range(steps):
        along = step / steps
        x, y = cell.left + along * cell.width, cell.bottom + along * cell.height
        lines += [
            (x, cell.bottom, x, cell.top),
            (cell.left, y, cell.right, y),
            (cell.left, y, x, cell.bottom),
            (x, cell.top, cell.right, y),
        ]
    return lines


def _notes_sheet(pen: Pen, inner: Rect, _sheet: SheetDraft, chosen: Random) -> None:
    for column in inner.columns([1] * 4):
        some = chosen.randint(12, 40)
        notes.fill(pen, column.inset(14), 9, chosen, title="GENERAL NOTES", most=some)


def _schedules(pen: Pen, inner: Rect, sheet: SheetDraft, chosen: Random) -> None:
    for cell in inner.grid(2, 2):
        table = cell.inset(20)
        pen.text(
            (table.left, table.top - 14),
            f"{sheet.name} - {chosen.choice('ABCD')}",
            13,
            weight="bold",
        )
        body = table._replace(top=table.top - 24)
        rows = body.rows([1] * 18)
        for number, row in enumerate(rows):
            pen.rect(row, 0.4)
            for share, box in enumerate(row.columns((1, 3, 2, 2, 4))):
                words = (
                    f"{100 + number}",
                    chosen.choice(wording.ROOMS),
                    "3'-0\"",
                    "6'-8\"",
                    "SOLID CORE",
                )[share]
                pen.text((box.left + 4, box.bottom + 5), words, 7.5)


def _photos(pen: Pen, inner: Rect, _sheet: SheetDraft, chosen: Random) -> None:
    """Photographs in frames: pictures, but no scanned drawing."""
    for number, cell in enumerate(inner.grid(3, 2), start=1):
        box = cell.inset(0.9 * INCH)
        pen.picture(buildings.photograph(chosen), box, lossy=True)
        pen.rect(box, 1)
        pen.text((box.left, box.bottom - 16), f"PHOTO {number}: EXISTING FACADE", 11)


def _survey(pen: Pen, inner: Rect, _sheet: SheetDraft, chosen: Random) -> None:
    """A vector sheet with the surveyor's scanned sheet as one picture in it."""
    left, right = inner.columns((0.55, 0.45))
    box = left.inset(0.5 * INCH, left.height * 0.12)
    pen.picture(buildings.scanned_survey(chosen), box, lossy=True)
    pen.rect(box, 1)
    upper, lower = right.inset(20).rows((0.5, 0.5))
    notes.fill(pen, upper, 9, chosen, title="SURVEYOR'S NOTES", most=12)
    notes.fill(pen, lower, 9, chosen, title="LEGEND", most=9)


_WHOLE: dict[str, Draw] = {
    "notes": _notes_sheet,
    "schedule": _schedules,
    "photos": _photos,
    "survey": _survey,
}
