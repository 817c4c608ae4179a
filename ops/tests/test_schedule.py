import datetime as dt
import pickle

import pytest

from ops.beat import Slots
from ops.schedule import CITY, Daily, EveryMinute, Schedule


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}+00:00")


# Clocks went forward on March 8, 2026 at 2:00 and back on November 1 at 2:00.
SLOTS: list[tuple[Schedule, str, str, str]] = [
    (EveryMinute(), "2026-06-01T10:30:59", "2026-06-01T10:30", "2026-06-01T10:31"),
    (EveryMinute(), "2026-06-01T10:30:00", "2026-06-01T10:30", "2026-06-01T10:31"),
    (Daily(3, 30), "2026-06-01T10:30", "2026-06-01T10:30", "2026-06-02T10:30"),
    (Daily(3, 30), "2026-06-01T10:29:59", "2026-05-31T10:30", "2026-06-01T10:30"),
    (Daily(23, 59), "2026-06-01T06:58", "2026-05-31T06:59", "2026-06-01T06:59"),
    (Daily(3, 30), "2026-03-08T09:00", "2026-03-07T11:30", "2026-03-08T10:30"),
    (Daily(3, 30), "2026-11-01T11:00", "2026-10-31T10:30", "2026-11-01T11:30"),
    # A time in the gap comes right after it, at 3:30.
    (Daily(2, 30), "2026-03-08T10:29", "2026-03-07T10:30", "2026-03-08T10:30"),
    (Daily(2, 30), "2026-03-08T10:30", "2026-03-08T10:30", "2026-03-09T09:30"),
    # A time that comes twice is due the first time.
    (Daily(1, 30), "2026-11-01T08:30", "2026-11-01T08:30", "2026-11-02T09:30"),
    (Daily(1, 30), "2026-11-01T09:30", "2026-11-01T08:30", "2026-11-02T09:30"),
    (Daily(4, 0, 6), "2026-06-01T10:30", "2026-05-31T11:00", "2026-06-07T11:00"),
]


@pytest.mark.parametrize(("schedule", "at", "latest", "following"), SLOTS)
def test_slots(schedule: Schedule, at: str, latest: str, following: str) -> None:
    assert schedule.latest(utc(at)) == utc(latest)
    assert schedule.following(utc(at)) == utc(following)


@pytest.mark.parametrize("hour", [0, 1, 2, 3, 23])
def test_a_daily_job_has_one_slot_on_every_day_of_two_years(hour: int) -> None:
    schedule, at = Daily(hour, 30), utc("2026-01-01T12:00")
    days = []
    while (at := schedule.following(at)) < utc("2028-01-01T12:00"):
        days.append(at.astimezone(CITY).date())
        assert schedule.latest(at) == at
        assert schedule.latest(at - dt.timedelta(microseconds=1)) < at
    assert len(days) == len(set(days)) == 730


class SlotsAt(Slots):
    """Slots on a clock that stands still."""

    def __init__(self, schedule: Schedule, now: str) -> None:
        super().__init__(schedule)
        self.moment = utc(now)

    def now(self) -> dt.datetime:
        return self.moment


@pytest.mark.parametrize(
    ("last", "now", "is_due", "seconds"),
    [
        ("2026-06-01T10:29:30", "2026-06-01T10:30:00", True, 86_400),
        ("2026-06-01T10:30:00.1", "2026-06-01T10:31", False, 86_340),
        ("2026-06-01T10:00", "2026-06-01T10:29:59", False, 1),
        # Beat was away for a week: one run.
        ("2026-05-20T10:00", "2026-06-01T10:29:59", True, 1),
        # 23 hours later is the next day's.
        ("2026-03-07T11:30:01", "2026-03-08T10:30", True, 86_400),
        # The second 1:30 of the night, or 3:30 by the winter clock's hour, is none.
        ("2026-11-01T11:30:01", "2026-11-02T11:29", False, 60),
    ],
)
def test_beat_goes_by_the_same_slots(
    last: str, now: str, is_due: bool, seconds: float
) -> None:
    found = SlotsAt(Daily(3, 30), now).is_due(utc(last))
    assert (found.is_due, found.next) == (is_due, seconds)


def test_beat_can_keep_and_compare_its_schedule() -> None:
    slots = Slots(Daily(3, 30))
    kept = pickle.loads(pickle.dumps(slots))
    assert kept == slots
    assert kept != Slots(Daily(3, 31))


def test_words() -> None:
    assert EveryMinute().words() == "every minute"
    assert Daily(3, 5).words() == "every day at 3:05"
    assert Daily(14, 0, 6).words() == "every Sunday at 14:00"
