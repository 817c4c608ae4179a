"""Drawings of buildings: plans, elevations, sections, sites, details."""

from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw

from analysis.bench.plan_maker import wording
from analysis.bench.plan_maker.draft import SheetDraft
from analysis.bench.plan_maker.pen import Line, Pen
from analysis.bench.plan_maker.rect import Rect

_WALL = 6
_SMALLEST = 110


def draw(pen: Pen, rect: Rect, sheet: SheetDraft, chosen: Random) -> None:
    """One view, fitted into the rectangle."""
    margin = min(rect.width, rect.height) * 0.08
    _DRAWINGS.get(sheet.kind, _detail)(pen, rect.inset(margin), chosen)


def _floor(pen: Pen, rect: Rect, chosen: Random) -> None:
    rooms = _split(rect, chosen, 3)
    for room in rooms:
        pen.rect(room, 1.4)
        pen.rect(room.inset(_WALL), 0.5)
        pen.text(room.middle, chosen.choice(wording.ROOMS), 9, align="middle")
        pen.text(
            (room.middle[0], room.middle[1] - 12),
            _feet(room.width),
            6.5,
            align="middle",
        )
        door = chosen.uniform(room.left + 20, room.right - 50)
        pen.line(door, room.bottom, door, room.bottom + 30, 1)
        pen.arc(door, room.bottom, 30, 0)
    for room in chosen.sample(rooms, min(2, len(rooms))):
        pen.lines(hatching(room.inset(_WALL), 9), 0.25)
    _dimensions(pen, rect, chosen)


def _split(rect: Rect, chosen: Random, depth: int) -> list[Rect]:
    if depth == 0 or max(rect.width, rect.height) < 2 * _SMALLEST:
        return [rect]
    share = chosen.uniform(0.35, 0.65)
    wide = rect.width > rect.height
    halves = rect.columns((share, 1 - share)) if wide else rect.rows((share, 1 - share))
    return [room for half in halves for room in _split(half, chosen, depth - 1)]


def _feet(length: float) -> str:
    inches = round(length / 18 * 12)
    return f"{inches // 12}'-{inches % 12}\""


def _dimensions(pen: Pen, rect: Rect, chosen: Random) -> None:
    """A string of dimensions above and one at the left."""
    y, x = rect.top + 14, rect.left - 14
    for part in rect.columns([chosen.uniform(1, 3) for _ in range(5)]):
        pen.line(part.left, y, part.right, y, 0.4)
        pen.line(part.left - 3, y - 3, part.left + 3, y + 3, 1)
        pen.text((part.middle[0], y + 3), _feet(part.width), 7, align="middle")
    for part in rect.rows([chosen.uniform(1, 3) for _ in range(4)]):
        pen.line(x, part.bottom, x, part.top, 0.4)
        pen.line(x - 3, part.top - 3, x + 3, part.top + 3, 1)
        pen.text(
            (x - 3, part.middle[1]), _feet(part.height), 7, align="middle", turned=90
        )


def hatching(rect: Rect, step: float) -> list[Line]:
    """Lines at 45 degrees within the rectangle, `step` points apart."""
    lines: list[Line] = []
    offset = step - rect.height
    while offset < rect.width:
        x1, y1 = rect.left + max(offset, 0), rect.bottom + max(-offset, 0)
        run = min(rect.right - x1, rect.top - y1)
        lines.append((x1, y1, x1 + run, y1 + run))
        offset += step
    return lines


def _elevation(pen: Pen, rect: Rect, chosen: Random) -> None:
    body = rect._replace(top=rect.bottom + rect.height * 0.72)
    pen.rect(body, 1.6)
    peak = rect.left + rect.width * chosen.uniform(0.3, 0.7)
    pen.run(
        [(body.left - 10, body.top), (peak, rect.top), (body.right + 10, body.top)], 1.6
    )
    pen.lines(
        [
            (body.left, body.bottom + up, body.right, body.bottom + up)
            for up in range(8, int(body.height), 9)
        ],
        0.25,
    )
    for cell in body.grid(4, 2):
        window = cell.inset(cell.width * 0.3, cell.height * 0.25)
        pen.rect(window, 1.2, grey=1)
        pen.line(*window.middle, window.middle[0], window.top)
    _levels(pen, body)


def _levels(pen: Pen, body: Rect) -> None:
    for number, row in enumerate(body.rows([1, 1])):
        pen.lines(
            [(body.left - 40, row.bottom, body.right + 40, row.bottom)],
            0.5,
            dash=(12, 3, 3, 3),
        )
        words = f"LEVEL {2 - number}  +{(1 - number) * 10}'-0\""
        pen.text((body.right + 6, row.bottom + 4), words, 7)


def _section(pen: Pen, rect: Rect, chosen: Random) -> None:
    floors = rect.rows([1, 1.1, 1.2])
    for floor in floors:
        slab = floor._replace(top=floor.bottom + 14)
        pen.rect(slab, 1.4)
        pen.lines(hatching(slab, 6), 0.3)
        for room in floor.columns([chosen.uniform(1, 2) for _ in range(3)]):
            pen.rect(room.inset(4, 16), 0.6)
            pen.text(room.middle, chosen.choice(wording.ROOMS), 8, align="middle")
    _levels(pen, rect)


def _site(pen: Pen, rect: Rect, chosen: Random) -> None:
    pen.lines(_around(rect), 1.4, dash=(24, 4, 4, 4))
    setback = rect.inset(rect.width * 0.08)
    pen.lines(_around(setback), 0.5, dash=(6, 4))
    house = rect.inset(rect.width * 0.3, rect.height * 0.25)
    pen.rect(house, 2)
    pen.lines(hatching(house, 12), 0.3)
    pen.text((house.left + 12, house.top + 8), "(E) BUILDING", 12, weight="bold")
    pen.text((setback.left + 8, setback.bottom + 8), "SETBACK LINE", 7)
    pen.text((rect.left + 8, rect.bottom + 8), "PROPERTY LINE 100.00'", 7)
    for _ in range(9):
        x, y = (
            chosen.uniform(rect.left, house.left),
            chosen.uniform(rect.bottom, rect.top),
        )
        pen.circle(x, y, chosen.uniform(14, 40), 0.5)
    for level in range(6):
        points = [
            (
                rect.left + rect.width * step / 12,
                rect.bottom + rect.height * level / 6 + chosen.uniform(-20, 20),
            )
            for step in range(13)
        ]
        pen.run(points, 0.35)


def _around(rect: Rect) -> list[Line]:
    left, bottom, right, top = rect
    return [
        (left, bottom, right, bottom),
        (right, bottom, right, top),
        (right, top, left, top),
        (left, top, left, bottom),
    ]


def _structural(pen: Pen, rect: Rect, chosen: Random) -> None:
    for number, column in enumerate(rect.columns([1] * 5)):
        pen.lines(
            [(column.left, rect.bottom, column.left, rect.top)], 0.5, dash=(14, 4, 4, 4)
        )
        pen.circle(column.left, rect.top + 14, 12, 1)
        pen.text((column.left, rect.top + 10), str(number + 1), 10, align="middle")
    for row, cell in enumerate(rect.grid(4, 4)):
        joists = [
            (x, cell.bottom + 6, x, cell.top - 6)
            for x in range(int(cell.left) + 8, int(cell.right), 12)
        ]
        pen.lines(joists, 0.35)
        pen.rect(cell, 1.8)
        pen.text(
            (cell.left + 6, cell.top - 12),
            f"B{row + 1} - 6x{chosen.choice((8, 10, 12))}",
            7,
        )
    _dimensions(pen, rect.inset(10), chosen)


def _services(pen: Pen, rect: Rect, chosen: Random) -> None:
    _floor(pen, rect, chosen)
    for _ in range(24):
        x, y = (
            chosen.uniform(rect.left, rect.right),
            chosen.uniform(rect.bottom, rect.top),
        )
        pen.circle(x, y, 6, 0.8)
        pen.text((x - 2, y - 3), chosen.choice("SGDW"), 6)


def _detail(pen: Pen, rect: Rect, chosen: Random) -> None:
    core, side = rect.columns((0.6, 0.4))
    for layer in core.columns([chosen.uniform(1, 3) for _ in range(5)]):
        pen.rect(layer, 1)
        pen.lines(hatching(layer, chosen.choice((7, 11, 18))), 0.3)
        y = chosen.uniform(layer.bottom, layer.top)
        pen.line(layer.middle[0], y, side.left + 8, y, 0.4)
        pen.text(
            (side.left + 10, y - 2),
            chosen.choice(
                (
                    '2x6 STUDS @ 16" O.C.',
                    "BUILDING PAPER",
                    '5/8" GYP. BD.',
                    "FLASHING",
                    "SEALANT",
                )
            ),
            7,
        )


_DRAWINGS: dict[str, Callable[[Pen, Rect, Random], None]] = {
    "floor": _floor,
    "elevation": _elevation,
    "section": _section,
    "site": _site,
    "structural": _structural,
    "services": _services,
}


def photograph(chosen: Random) -> Image.Image:
    image = Image.new("RGB", (240, 180), (150, 180, 210))
    pencil = ImageDraw.Draw(image)
    for _ in range(14):
        x, y = chosen.randint(0, 220), chosen.randint(40, 160)
        colour = tuple(chosen.randint(60, 220) for _ in range(3))
        pencil.rectangle((x, y, x + chosen.randint(10, 60), 180), fill=colour)
    return image


def scanned_survey(chosen: Random) -> Image.Image:
    image = Image.new("L", (900, 700), 244)
    pencil = ImageDraw.Draw(image)
    pencil.rectangle((120, 90, 760, 600), outline=40, width=4)
    for _ in range(60):
        x, y = chosen.randint(100, 780), chosen.randint(80, 620)
        pencil.line(
            (x, y, x + chosen.randint(-90, 90), y + chosen.randint(-60, 60)),
            fill=90,
            width=2,
        )
    return image
