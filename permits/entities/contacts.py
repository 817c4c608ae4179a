"""The rows to resolve: who was named on which permit, as the city wrote it."""

import csv
from collections.abc import Iterator
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple


class Contact(NamedTuple):
    """One row of a contacts data set. Every text is as published; "" is not recorded.

    `id` is the row's own key (data set and row), unique; it identifies no person.
    `day` is the proleptic ordinal of the row's date, 0 if not recorded.
    """

    id: str
    permit: str
    role: str
    first_name: str = ""
    last_name: str = ""
    firm: str = ""
    license: str = ""
    business_number: str = ""
    firm_address: str = ""
    agent_address: str = ""
    day: int = 0


def _day(text: str) -> int:
    try:
        return date.fromisoformat(text[:10]).toordinal()
    except ValueError:
        return 0


_COLUMNS = (
    "permit_number",
    "role",
    "first_name",
    "last_name",
    "firm_name",
    "license1",
    "sf_business_license_number",
    "firm_address",
    "agent_address",
    "from_date",
)


def read_csv(path: Path, *, key: str = "pts_agent_id") -> Iterator[Contact]:
    """Contacts of a CSV with the columns of data set 3pee-9qhc; `key` is its row key.

    Raises ValueError naming the columns that the file lacks.
    """
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        header = {name: place for place, name in enumerate(next(rows, []))}
        if missing := [name for name in (key, *_COLUMNS) if name not in header]:
            raise ValueError(f"{path.name} has no column {', '.join(missing)}.")
        wanted = itemgetter(*(header[name] for name in (key, *_COLUMNS)))
        for row in rows:
            *texts, written = wanted(row)
            yield Contact._make([*texts, _day(written)])
