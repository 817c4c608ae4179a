"""Blocks of small type, as notes on a sheet are."""

from random import Random

from analysis.bench.plan_maker import wording
from analysis.bench.plan_maker.pen import Pen
from analysis.bench.plan_maker.rect import Rect

LEADING = 1.35
# Letters across; no word fits in less.
NARROWEST = 9


def fill(  # noqa: PLR0913 - all of it differs by caller
    pen: Pen,
    rect: Rect,
    size: float,
    chosen: Random,
    *,
    title: str = "",
    most: int = 1000,
) -> None:
    """Numbered notes until the rectangle is full, or there are as many as wanted."""
    y = rect.top - size
    if title:
        pen.text((rect.left, y), title, size * 1.5, weight="bold")
        y -= size * LEADING * 1.6
    across = int(rect.width / (size * 0.68))
    number = 0
    while y > rect.bottom and across >= NARROWEST and number < most:
        number += 1
        for line in _folded(f"{number}. {chosen.choice(wording.NOTES)}", across):
            if y <= rect.bottom:
                return
            pen.text((rect.left, y), line, size)
            y -= size * LEADING


def _folded(words: str, across: int) -> list[str]:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) + 1 > across:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
