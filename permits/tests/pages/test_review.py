import datetime as dt
import re

import pytest
from django.test import Client

from permits import stations
from permits.models import Load, RoutingStep
from permits.querysets import StationReview
from permits.tests.pages.story import KITCHEN, REVIEWED
from permits.views.review import Desk, hold, review

AS_OF = dt.date(2026, 1, 1)


def desk(arrive: int | None, finish: int | None, rows: int = 1) -> Desk:
    def day(number: int | None) -> dt.date | None:
        return dt.date(2025, 12, number) if number else None

    step = RoutingStep(station="BLDG", arrive=day(arrive), finish_date=day(finish))
    return Desk(StationReview(step, rows), AS_OF)


@pytest.mark.parametrize(
    ("one", "spent"),
    [
        (desk(1, None), "Open: 31 days so far"),
        (desk(31, None), "Open: 1 day so far"),
        (desk(1, 1), "Finished: same day"),
        (desk(1, 6), "Finished: 5 days"),
        (desk(6, 1), "Finished: 5 days before it arrived, by the record"),
        (desk(None, 6), "Finished: days not recorded"),
        (desk(None, None), "Arrival not recorded"),
    ],
)
def test_how_long_a_desk_had_it(one: Desk, spent: str) -> None:
    assert one.spent == spent


def test_a_review_that_arrives_after_the_data_has_waited_no_days() -> None:
    step = RoutingStep(arrive=AS_OF + dt.timedelta(days=3))
    assert Desk(StationReview(step, 1), AS_OF).waited == "0 days"


def test_repeated_listings_are_counted() -> None:
    assert desk(1, 2).again == ""
    assert desk(1, 2, rows=3).again.startswith("listed 3 times")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "not recorded"),
        ({"in_hold": AS_OF}, "since January 1, 2026, no end recorded"),
        ({"out_hold": AS_OF}, "until January 1, 2026, no beginning recorded"),
        ({"hold_description": "fees"}, "fees"),
        (
            {"in_hold": AS_OF, "out_hold": AS_OF, "hold_description": "fees"},
            "January 1, 2026 to January 1, 2026: fees",
        ),
    ],
)
def test_a_hold_is_said_as_far_as_it_is_recorded(
    values: dict[str, object], said: str
) -> None:
    assert hold(RoutingStep(**values)) == said


def test_rounds_with_an_open_desk_come_first() -> None:
    steps = [
        RoutingStep(addenda_number=2, arrive=AS_OF, title="shoring"),
        RoutingStep(addenda_number=0, arrive=AS_OF, finish_date=AS_OF),
        RoutingStep(addenda_number=1, arrive=AS_OF, finish_date=AS_OF),
    ]
    found = review([StationReview(step, 1) for step in steps], AS_OF)
    assert [one.number for one in found.rounds] == [2, 0, 1]
    assert [one.title for one in found.rounds] == [
        "Addendum 2: Shoring",
        "The permit itself",
        "Addendum 1",
    ]


@pytest.mark.parametrize("code", ["HIS", "PAD-STR", "", None, "NOWHERE"])
def test_a_code_that_no_text_explains_has_no_meaning(code: str | None) -> None:
    assert stations.meaning(code) is None


def test_meanings_name_their_source() -> None:
    found = stations.meaning("dpw-bsm")
    assert found is not None
    assert "Street-Use and Mapping" in found.name
    assert all("Sheet G-" in one.source for one in stations.STATIONS.values())


def section(client: Client, number: str, name: str) -> str:
    page = client.get(f"/permits/{number}/").content.decode()
    found = re.search(
        rf'<section [^>]*labelledby="{name}">.*?</section>', page, re.DOTALL
    )
    assert found, name
    return re.sub(r"\s+", " ", found[0])


@pytest.mark.usefixtures("record")
def test_the_page_says_where_it_is(client: Client) -> None:
    said = section(client, REVIEWED, "review")
    for text in (
        "61 days at BLDG",
        "January 1, 2026",
        "1 station listed more than once",
        "listed 2 times",
        "The permit itself",
        "4 stations, 1 open",
        "Addendum 1: Foundation",
        "Fire Department",
        "Information Sheet G-20, August 29, 2025",
        "Issued Comments",
        "DOE JANE",
        "since December 1, 2025, no end recorded: waiting for &lt;b&gt;",
        "not recorded (the city&#x27;s text: “1721-11-02”)",
    ):
        assert text in said, text
    assert said.index("BLDG") < said.index("CPB") < said.index("SFFD")
    assert "Housing" not in said


@pytest.mark.usefixtures("record")
def test_the_page_lists_inspections_and_people(client: Client) -> None:
    said = section(client, REVIEWED, "inspections")
    for text in ("10 recorded", "2 more", "PASSED", "Sam Lee", "ROUGH FRAME"):
        assert text in said, text
    assert said.index("August 10, 2025") < said.index("August 9, 2025")
    people = section(client, REVIEWED, "people")
    for text in ("Ada Ng", "Role: contractor", "Ng Builders", "123456"):
        assert text in people, text


@pytest.mark.usefixtures("record")
def test_none_recorded_and_not_loaded_are_different(client: Client) -> None:
    names = ("review", "inspections", "people")
    for name in names:
        assert "none recorded as of January 1, 2026" in section(client, KITCHEN, name)
    Load.objects.exclude(dataset="permits").update(status="removed")
    for name in names:
        said = section(client, KITCHEN, name)
        assert ": not loaded." in said
        assert "none recorded" not in said


@pytest.mark.usefixtures("record")
def test_json_has_the_same(client: Client) -> None:
    found = client.get(f"/permits/{REVIEWED}.json").json()
    assert [(s["station"], s["is_open"], s["rows"]) for s in found["routing"]] == [
        ("BLDG", True, 1),
        ("CPB", False, 1),
        ("SFFD", False, 2),
        ("HIS", False, 1),
        ("DPW-BSM", False, 1),
    ]
    assert len(found["inspections"]) == 10
    assert found["contacts"][0]["license1"] == "123456"
    assert "phone" not in found["contacts"][0]
    assert found["loaded"]["addenda"] is not None
    Load.objects.filter(dataset="addenda").update(status="removed")
    assert client.get(f"/permits/{KITCHEN}.json").json()["loaded"]["addenda"] is None
