"""Dates as the City prints them: March 26, 2025 · 11/4/2025 · November 2023."""

import calendar
import datetime as dt
import re

_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_NAMED = re.compile(
    rf"\b({'|'.join(_MONTHS)})\s+(?:(\d{{1,2}})\s*,\s*)?((?:19|20)\d\d)\b"
)
_FIGURES = re.compile(r"\b(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)\b")


def latest_date(text: str) -> dt.date | None:
    """The latest date in the text: a revision's. A month alone is its first day."""
    figures = [
        *(
            (year, _MONTHS[month], day or 1)
            for month, day, year in _NAMED.findall(text)
        ),
        *((year, month, day) for month, day, year in _FIGURES.findall(text)),
    ]
    return max(filter(None, (_date(*parts) for parts in figures)), default=None)


def _date(year: str, month: int | str, day: int | str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
