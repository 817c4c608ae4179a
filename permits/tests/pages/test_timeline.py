import datetime as dt
from dataclasses import dataclass

from permits.timeline import Usual, timeline


@dataclass
class Dates:
    filed_date: dt.date | None = None
    approved_date: dt.date | None = None
    issued_date: dt.date | None = None
    completed_date: dt.date | None = None


def day(number: int) -> dt.date:
    return dt.date(2024, 1, 1) + dt.timedelta(days=number)


USUAL = {
    ("filed", "issued"): Usual(days=38, permits=412),
    ("issued", "completed"): Usual(days=100, permits=40),
}


def test_days_between_and_beside_similar_permits() -> None:
    made = timeline(Dates(day(0), day(50), day(62), day(112)), USUAL)
    took = [(step.took, bool(step.usual)) for step in made.steps]
    assert took == [
        ("50 days after filing", False),
        ("12 days after approval", False),
        ("62 days after filing", True),
        ("50 days after issue", True),
    ]
    assert made.steps[2].usual is not None
    assert (
        made.steps[2].usual.described == "half of 412 similar permits: within 38 days"
    )
    assert [step.width for step in made.steps] == [50, 12, 62, 50]
    assert made.steps[3].usual_width == 100


def test_a_stage_that_is_not_recorded_is_stepped_over() -> None:
    made = timeline(Dates(filed_date=day(0), completed_date=day(9)), {})
    assert [step.took for step in made.steps] == ["9 days after filing"]
    assert [entry.stage.date is None for entry in made.entries] == [
        False,
        True,
        True,
        False,
    ]


def test_what_is_usual_is_told_of_a_stage_to_come() -> None:
    made = timeline(Dates(filed_date=day(0)), USUAL)
    assert made.entries[2].expected == (
        "half of 412 similar permits: within 38 days of filing"
    )
    assert not made.is_compared


def test_dates_out_of_order_are_told_as_they_are() -> None:
    made = timeline(Dates(filed_date=day(5), issued_date=day(0)), USUAL)
    assert [step.took for step in made.steps] == ["5 days before filing"]
    assert made.steps[0].width == 0


def test_the_same_day() -> None:
    made = timeline(Dates(filed_date=day(0), issued_date=day(0)), {})
    assert made.steps[0].took == "same day as filing"
    assert not made.steps[0].has_bar


def test_a_short_step_beside_a_long_one_can_be_seen() -> None:
    made = timeline(Dates(day(0), day(1), day(901)), {})
    assert made.steps[0].width == 1


def test_no_dates() -> None:
    made = timeline(Dates(), USUAL)
    assert made.is_empty
    assert made.steps == []
