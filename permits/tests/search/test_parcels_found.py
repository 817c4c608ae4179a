import datetime as dt
from typing import Any

import pytest

from permits.search.filters import Filters
from permits.search.parcels_found import asks_for_parcels, find_parcels
from permits.tests.factories import LocationFactory, ParcelFactory, PermitFactory
from permits.tests.search.asking import read

pytestmark = pytest.mark.django_db


def lots(text: str, **params: Any) -> list[str]:
    found = find_parcels(read(text), Filters.from_params(params), size=10)
    return [f"{row.block}/{row.lot}" for row in found.rows]


@pytest.fixture
def lots_of_the_city(db: None) -> None:
    def lot(block: str, number: str, street: str, first: str, last: str) -> None:
        ParcelFactory.create(
            block=block,
            lot=number,
            street_name=street,
            street_type="ST",
            from_address_num=first,
            to_address_num=last,
        )

    lot("3616", "007", "MISSION", "2500", "2510")
    lot("3616", "008", "MISSION", "2501", "2501")
    lot("3617", "001", "MISSION", "900", "900")
    lot("1000", "030", "09TH", "25", "25")
    lot("1000", "031", "OFARRELL", "25A", "25B")
    ParcelFactory.create(
        block="3616",
        lot="001",
        street_name="MISSION",
        street_type="ST",
        from_address_num="2504",
        to_address_num=None,
        active=False,
        date_rec_drop=dt.date(1999, 1, 2),
    )
    ParcelFactory.create(block="3616", lot="030A", active=None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2504 mission st", ["3616/007", "3616/001"]),
        ("2504 mission", ["3616/007", "3616/001"]),
        ("2504 mission ave", []),
        ("2505 mission", []),
        ("2501 mission", ["3616/008"]),
        ("800-1000 mission", ["3617/001"]),
        ("25 9th st", ["1000/030"]),
        ("mission st", ["3617/001", "3616/007", "3616/008", "3616/001"]),
        ("o'farrell", ["1000/031"]),
        ("mission and 9th", []),
        ("3616/7", ["3616/007"]),
        ("3616/007-008", ["3616/007", "3616/008"]),
        ("3616/008-007", ["3616/007", "3616/008"]),
        ("block 1000", ["1000/030", "1000/031"]),
        ("3616/030A", ["3616/030A"]),
        ("9999/999", []),
        ("kitchen", []),
        ("", []),
    ],
)
def test_finds_by_address_and_block(
    lots_of_the_city: None, text: str, expected: list[str]
) -> None:
    assert sorted(lots(text)) == sorted(expected)
    assert lots(text)[-1:] == expected[-1:], "those that are retired come last"


def test_a_filter_names_a_block_too(lots_of_the_city: None) -> None:
    assert lots("kitchen", block="3616", lot="7") == ["3616/007"]
    assert lots("kitchen", block="3616", lot="7-8") == ["3616/007", "3616/008"]


def test_counts_its_permits_once_each(lots_of_the_city: None) -> None:
    permit = PermitFactory.create()
    LocationFactory.create(permit=permit, unit="2")
    PermitFactory.create()
    PermitFactory.create(lot="008")
    (row,) = find_parcels(read("3616/007"), Filters(), size=10).rows
    assert row.permits == 2
    assert (row.from_number, row.to_number) == ("2500", "2510")


def test_says_how_many_there_are(lots_of_the_city: None) -> None:
    found = find_parcels(read("block 3616"), Filters(), size=2)
    assert (len(found.rows), found.total) == (2, 4)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("2500 mission", True),
        ("3616/007", True),
        ("block 3616", True),
        ("mission st", False),
        ("mission and 24th", False),
        ("kitchen", False),
        ("jane roe", False),
    ],
)
def test_when_parcels_are_asked_for(text: str, asks: bool) -> None:
    assert asks_for_parcels(read(text), Filters()) is asks
