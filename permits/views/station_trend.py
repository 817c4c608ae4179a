"""A station's last two years, month by month, as two charts and a table."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from permits import words
from permits.models import Station
from permits.search.labels import NOT_RECORDED
from permits.views.charts import STEP, Column, columns

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """`days`: the median in words, or that no review finished."""

    label: str
    finished: int
    days: str


@dataclass(frozen=True, slots=True)
class Chart:
    """As `_years_columns.html` draws it. The last month may not be over."""

    title: str
    columns: list[Column]
    first: str
    last: str

    @property
    def width(self) -> int:
        return STEP * len(self.columns)


@dataclass(frozen=True, slots=True)
class Trend:
    """Months from the oldest on. A chart that would be flat is left out."""

    months: list[Month]
    charts: list[Chart]


def trend(station: Station) -> Trend:
    newest = station.as_of.year * _MONTHS + station.as_of.month - 1
    first = newest - len(station.monthly_finished) + 1
    months = [
        Month(
            _label(first + at), n, NOT_RECORDED if days is None else words.between(days)
        )
        for at, (n, days) in enumerate(
            zip(station.monthly_finished, station.monthly_days, strict=True)
        )
    ]
    charts: list[tuple[str, Sequence[int | None]]] = [
        ("Reviews finished, by month", station.monthly_finished),
        ("Median days from arrival to finish, by month", station.monthly_days),
    ]
    ends = months[0].label, f"{months[-1].label} (so far)"
    drawn = [Chart(title, _columns(v), *ends) for title, v in charts if any(v)]
    return Trend(months, drawn)


def _columns(values: Iterable[int | None]) -> list[Column]:
    return columns({at: value or 0 for at, value in enumerate(values)})


def _label(month: int) -> str:
    year, place = divmod(month, _MONTHS)
    return f"{dt.date(year, place + 1, 1):%b %Y}"
