import pytest

from permits.search.filters import Filters
from permits.search.reading import Query
from permits.views import reading


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (Query("", kind="empty"), ""),
        (Query("??", kind="junk"), " for “??”"),
        (
            Query(
                "x",
                kind="mixed",
                text="kitchen remodel",
                neighborhoods=("Noe Valley",),
                year_from=2023,
                min_cost=100_000,
                status="issued",
            ),
            (
                " for “kitchen remodel” in Noe Valley, status: issued, filed since 2023,"
                " costing $100,000 or more"
            ),
        ),
        (
            Query(
                "x",
                kind="address",
                street_number="2500",
                street_names=("Mission",),
                street_suffix="ST",
                unit="3",
            ),
            " at 2500 Mission St, unit 3",
        ),
        (Query("x", kind="street", street_names=("19th",)), " on 19th"),
        (
            Query("x", kind="street", street_names=("Mission", "16th")),
            " at Mission and 16th",
        ),
        (Query("x", kind="parcel", block="3616", lot="007"), " at block 3616, lot 007"),
        (
            Query("x", kind="mixed", year_from=2020, year_to=2020, max_cost=5),
            ", filed in 2020, costing up to $5",
        ),
    ],
)
def test_phrase(query: Query, said: str) -> None:
    assert reading.phrase(query) == said


def test_each_part_can_be_left_out() -> None:
    query = Query(
        "x", kind="mixed", text="deck", neighborhoods=("Mission",), year_from=2020
    )
    found = reading.drops(query, Filters(q="x", status=("issued",)))
    assert [(drop.label, drop.without) for drop in found] == [
        ("“issued”", "q=x"),
        ("“deck”", "status=issued&neighborhood=Mission&year_from=2020"),
        ("“Mission”", "q=deck&status=issued&year_from=2020"),
        ("“filed since 2020”", "q=deck&status=issued&neighborhood=Mission"),
    ]


def test_the_only_part_cannot_be_left_out() -> None:
    assert reading.drops(Query("deck", kind="text", text="deck"), Filters("deck")) == []
