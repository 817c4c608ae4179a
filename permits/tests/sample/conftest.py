"""One sample of every data set, made once, for the tests that look at it."""

import datetime as dt
from collections import defaultdict

import pytest

from permits.sample import tables

TODAY = dt.date(2026, 11, 23)
PERMITS = 6000
Record = dict[str, str]


@pytest.fixture(scope="package")
def sample() -> dict[str, list[Record]]:
    made = tables(permits=PERMITS, seed=7, today=TODAY)
    return {
        name: [dict(zip(table.columns, row.values, strict=True)) for row in table.rows]
        for name, table in made
    }


@pytest.fixture(scope="package")
def permits_by_number(sample: dict[str, list[Record]]) -> dict[str, Record]:
    primary = (r for r in sample["permits"] if r["primary_address_flag"])
    return {record["permit_number"]: record for record in primary}


@pytest.fixture(scope="package")
def contacts_by_permit(sample: dict[str, list[Record]]) -> dict[str, list[Record]]:
    found = defaultdict(list)
    for record in sample["contacts"]:
        found[record["permit_number"]].append(record)
    return dict(found)
