"""Licence stamps and signatures, drawn or as pictures."""

import math
from random import Random

from PIL import Image, ImageDraw

from analysis.bench.plan_maker import wording
from analysis.bench.plan_maker.draft import SheetDraft
from analysis.bench.plan_maker.pen import Pen
from analysis.bench.plan_maker.rect import INCH, Rect

_PIXELS = 240


def draw(pen: Pen, cell: Rect, sheet: SheetDraft) -> None:
    """The stamp of who drew the sheet, with the signature across."""
    if sheet.stamp == "none":
        return
    radius = min(cell.width, cell.height, 2.3 * INCH) * 0.45
    middle = cell.middle
    person = wording.PEOPLE[len(sheet.style.firm[0]) % len(wording.PEOPLE)]
    what = "ENGINEER" if "ENGINEER" in sheet.style.firm[0] else "ARCHITECT"
    pen.circle(*middle, radius, 1.4)
    pen.circle(*middle, radius * 0.68, 0.8)
    pen.around(middle, radius * 0.76, f"LICENSED {what}", radius * 0.15)
    for place, line in enumerate(
        (
            person,
            f"No. C-{20000 + len(person) * 731}",
            "EXP. 08/31/27",
            "STATE OF CALIFORNIA",
        )
    ):
        at = middle[0], middle[1] + radius * (0.3 - 0.24 * place)
        pen.text(at, line, radius * 0.12, align="middle")
    if sheet.stamp == "picture":
        across = radius * 0.9
        box = Rect(
            middle[0] - across, middle[1] - across / 2, middle[0] + across, middle[1]
        )
        pen.picture(_signature(person), box)
    else:
        pen.run(_scribble(person, middle, radius), 1.2)


def _scribble(
    person: str, middle: tuple[float, float], radius: float
) -> list[tuple[float, float]]:
    hand = Random(person)  # noqa: S311 - the same hand each time
    points = []
    for step in range(60):
        along = step / 59
        up = math.sin(along * 26 + hand.random()) * radius * 0.22 * (1.1 - along)
        points.append(
            (middle[0] + radius * (1.6 * along - 0.8), middle[1] - radius * 0.1 + up)
        )
    return points


def _signature(person: str) -> Image.Image:
    """Blue ink on nothing, as a scanned signature with a clear background."""
    image = Image.new("RGBA", (_PIXELS, _PIXELS // 2), (255, 255, 255, 0))
    points = _scribble(person, (_PIXELS / 2, _PIXELS / 4), _PIXELS / 2.4)
    ImageDraw.Draw(image).line(points, fill=(20, 30, 140, 255), width=4)
    return image
