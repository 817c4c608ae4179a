"""Charts as figures for server-made SVG: no script, no style attribute."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

HEIGHT: Final = 100
STEP: Final = 10


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `x`, `y`, `height` in the units of a chart `HEIGHT` high."""

    year: int
    number: int
    x: int
    y: float
    height: float


def columns(by_year: Mapping[int, int]) -> list[Column]:
    """A column for each year from the first to the last; years without any are 0."""
    if not by_year:
        return []
    most = max(by_year.values())
    made = []
    for place, year in enumerate(range(min(by_year), max(by_year) + 1)):
        number = by_year.get(year, 0)
        height = round(HEIGHT * number / most, 1)
        made.append(
            Column(
                year=year,
                number=number,
                x=STEP * place,
                y=round(HEIGHT - height, 1),
                height=height,
            )
        )
    return made
