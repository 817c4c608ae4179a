from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from permits.search.cursor import Cursor
from permits.search.filters import Filters

CURSOR = Cursor("best", "after", -12, 34, "202403010001")


def of(text: str) -> Filters:
    return Filters.from_params(QueryDict(text))


@pytest.mark.parametrize(
    "text",
    [
        "q=kitchen+remodel",
        "status=issued&status=filed&type=8&type=3&neighborhood=Mission&cost=0",
        "year=2020",
        "year_from=2018",
        "year_from=2018&year_to=2020",
        "min_cost=5000&max_cost=9000",
        "zip=94110&block=3616&lot=007A&street=Mission&sort=cost&exact=1",
        f"q=a&cursor={CURSOR.encode()}",
    ],
)
def test_the_url_is_the_whole_state(text: str) -> None:
    filters = of(text)
    assert filters.problems == ()
    assert filters.query_string() == text
    assert of(filters.query_string()) == filters


@pytest.mark.parametrize(
    "text",
    [
        "status=nonsense",
        "type=0",
        "type=99999999999999999999999",
        "neighborhood=Atlantis",
        "cost=9",
        "year=1",
        "year=²",
        "min_cost=-5",
        "max_cost=1e9",
        "max_cost=" + "9" * 100,
        "zip=9411",
        "zip=٩٤١١٠",
        "block=%00",
        "lot=7",
        "block=1&lot=x",
        "sort=random",
        "cursor=junk",
        "cursor=" + "A" * 5000,
        "cursor=%ff%fe",
        "cursor=" + CURSOR.encode() + "&sort=newest",
        "page=10000000000000000000",
        "page=-1",
        "q=" + "x" * 100_000,
        "street=%25_%5C",
    ],
)
def test_junk_is_left_out_and_said(text: str) -> None:
    filters = of(text)
    if text != "block=%00":
        assert filters.problems
        assert all(len(problem) < 300 for problem in filters.problems)
    assert not filters.chips() or text.startswith("block=1")
    assert len(filters.query_string()) < 1000


@pytest.mark.parametrize("text", ["\0kitchen\0", "kitchen\ud800"])
def test_text_is_cleaned(text: str) -> None:
    assert Filters.from_params({"q": text}).q == "kitchen"


def test_values_are_read_as_people_write_them() -> None:
    text = "type=8&neighborhood=noe+valley&status=ISSUED&block=26&lot=7&min_cost=$5,000"
    filters = of(text)
    assert filters.problems == ()
    assert filters.types == (8,)
    assert filters.neighborhoods == ("Noe Valley",)
    assert filters.status == ("issued",)
    assert (filters.block, filters.lot, filters.min_cost) == ("0026", "007", 5000)


def test_chips_take_one_filter_off_each_and_go_to_the_first_page() -> None:
    filters = of(
        "q=a&status=issued&status=filed&type=4&cost=1&year_from=2018&min_cost=7"
        f"&zip=94110&cursor={CURSOR.encode()}"
    )
    assert [chip.label for chip in filters.chips()] == [
        "issued",
        "filed",
        "sign, to erect",
        "$5,000 to $25,000",
        "filed 2018 or later",
        "cost $7 or more",
        "zip 94110",
    ]
    for chip in filters.chips():
        without = of(chip.without)
        assert len(without.chips()) == 6
        assert without.cursor is None
        assert without.q == "a"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("year=2020", ["filed 2020"]),
        ("year_from=2018&year_to=2020", ["filed 2018 to 2020"]),
        ("year_to=2020", ["filed 2020 or earlier"]),
        ("max_cost=9000", ["cost $9,000 or less"]),
        ("min_cost=0&max_cost=9000", ["cost $0 to $9,000"]),
        ("q=a&sort=newest&exact=1", []),
    ],
)
def test_chips_in_words(text: str, labels: list[str]) -> None:
    assert [chip.label for chip in of(text).chips()] == labels


@pytest.mark.parametrize(
    ("facet", "value", "params"),
    [
        ("status", "filed", {"status": ["issued", "filed"]}),
        ("status", "issued", {}),
        ("type", "8", {"status": "issued", "type": "8"}),
        ("year", "2020", {"status": "issued", "year": "2020"}),
    ],
)
def test_a_facet_value_is_put_in_force_or_out(
    facet: str, value: str, params: dict[str, object]
) -> None:
    toggled = of("status=issued").toggled(facet, value)
    assert toggled.query_string() == urlencode(params, doseq=True)
    assert toggled.toggled(facet, value).status in {("issued",), ("issued",)[:1]}


def test_cursors_come_back_whole() -> None:
    assert Cursor.decode(CURSOR.encode()) == CURSOR


@pytest.mark.parametrize(
    "text", ["", "é", "bm9uZQ", "A", CURSOR.encode()[:-4] + "////"]
)
def test_other_cursors_are_refused(text: str) -> None:
    assert Cursor.decode(text) is None
