import datetime as dt
import re

import pytest
from django.test import Client

from permits import stations
from permits.models import Load, RoutingStep
from permits.querysets import StationReview
from permits.querysets.baselines import Baseline, Follower
from permits.tests.pages.story import KITCHEN, REVIEWED
from permits.views.review import Desk, Subject, hold, review
from permits.views.station_words import Followers, followers

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
    assert desk(1, 2, rows=3).again.startswith("listed 3 times, perhaps")


@pytest.mark.parametrize(
    ("status", "state"),
    [("filed", "open"), (None, "open"), ("issued", "left"), ("Complete", "left")],
)
def test_an_open_step_of_what_is_past_review_was_never_closed(
    status: str | None, state: str
) -> None:
    open_step = RoutingStep(station="BLDG", arrive=AS_OF, addenda_number=0)
    found = review([StationReview(open_step, 1)], AS_OF, Subject(status=status))
    assert [one.state for one in found.rounds[0].desks] == [state]
    assert bool(found.open_desks) == (state == "open")
    assert bool(found.left) == (state == "left")


def baseline(n: int, p50: int, form: str = "any", visit: str = "any") -> Baseline:
    return Baseline(form, visit, 365, n, p25=1, p50=p50, p75=99, p90=120)


@pytest.mark.parametrize(
    ("baselines", "form", "returns", "said"),
    [
        ([], 3, 0, "no review finished here in the last 365 days of the data"),
        (
            [baseline(29, 9)],
            3,
            0,
            "only 29 reviews finished here in the last 365 days of the data, too few to say what is usual",
        ),
        (
            [baseline(900, 9), baseline(412, 38, "other", "first")],
            3,
            0,
            "half of similar reviews took 38 days or less (n = 412)",
        ),
        (
            [baseline(900, 9), baseline(1412, 1, "counter", "again")],
            8,
            2,
            "half of similar reviews took 1 day or less (n = 1,412)",
        ),
        (
            [baseline(40, 0)],
            None,
            0,
            "half of all reviews here were done the day they arrived (n = 40)",
        ),
        # Too few alike, or the form is not known: all at the station.
        (
            [baseline(30, 9), baseline(29, 38, "other", "first")],
            3,
            0,
            "half of all reviews here took 9 days or less (n = 30)",
        ),
        (
            [baseline(30, 9), baseline(30, 38, "other", "first")],
            None,
            0,
            "half of all reviews here took 9 days or less (n = 30)",
        ),
    ],
)
def test_what_is_usual(
    baselines: list[Baseline], form: int | None, returns: int, said: str
) -> None:
    found = StationReview(
        RoutingStep(station="BLDG", arrive=AS_OF),
        1,
        returns=returns,
        baselines=tuple(baselines),
        counted_to=AS_OF,
    )
    assert Desk(found, AS_OF, Subject(form=form)).usual == said


def test_what_comes_next_is_said_of_thirty_reviews_or_more() -> None:
    def next_of(*counts: int) -> Followers | None:
        return followers([Follower(f"S{n}", count) for n, count in enumerate(counts)])

    assert next_of(20, 9) is None
    found = next_of(20, 10, 5, 5, 5, 4, 3, 2)
    assert found is not None
    assert (found.count, found.others, len(found.shown)) == (54, 5, 6)
    assert (found.shown[0].percent, found.shown[0].url) == (37, "/stations/S0/")


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
        '61 days at <a class="number" href="/stations/BLDG/">BLDG</a>',
        "what is usual here has not been counted yet",
        "January 1, 2026",
        "1 station listed more than once, 1 later review after a finish",
        "listed 2 times: it came back 1 time after it was finished",
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
