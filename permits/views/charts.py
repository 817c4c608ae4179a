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


@dataclass(frozen=True, slots=True)
class Years:
    """Columns by year as `_years.html` shows them: named, counted, perhaps linked.

    `counted` heads the table's figures. `search` is a query string that finds what is
    counted when `year=` follows it; None where nothing does.
    """

    title: str
    counted: str
    columns: list[Column]
    search: str | None = None
    is_strip: bool = True

    @property
    def width(self) -> int:
        return STEP * len(self.columns)

    @property
    def first(self) -> int:
        return self.columns[0].year

    @property
    def last(self) -> int:
        return self.columns[-1].year


def years(
    by_year: Mapping[int, int],
    title: str,
    counted: str,
    *,
    search: str | None = None,
    is_strip: bool = True,
) -> Years | None:
    """None where nothing has a year."""
    made = columns(by_year)
    return Years(title, counted, made, search, is_strip) if made else None
