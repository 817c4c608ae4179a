import datetime as dt

import pytest

from ops.backups.retention import kept
from ops.schedule import CITY, Daily

NIGHTLY = Daily(1, 30)


def _nights(last: str, nights: int) -> list[dt.datetime]:
    """The job's slots, newest first, as they fall on either side of a clock change."""
    slot = NIGHTLY.latest(dt.datetime.fromisoformat(last).replace(tzinfo=CITY))
    found = [slot]
    while len(found) < nights:
        found.append(NIGHTLY.latest(found[-1] - dt.timedelta(seconds=1)))
    return found


def _days(moments: set[dt.datetime]) -> list[str]:
    local = sorted((moment.astimezone(CITY) for moment in moments), reverse=True)
    return [f"{moment:%a %m-%d}" for moment in local]


SEVEN_AND_THREE_SUNDAYS = {
    # Wednesday: seven nights, this week's newest among them, and three Sundays; the
    # nearest of those is itself one of the seven.
    "2026-06-17": "Wed 06-17, Tue 06-16, Mon 06-15, Sun 06-14, Sat 06-13, Fri 06-12, Thu 06-11, Sun 06-07, Sun 05-31",
    "2026-06-21": "Sun 06-21, Sat 06-20, Fri 06-19, Thu 06-18, Wed 06-17, Tue 06-16, Mon 06-15, Sun 06-14, Sun 06-07, Sun 05-31",
    # The clocks went forward on March 8 and back on November 1.
    "2026-03-10": "Tue 03-10, Mon 03-09, Sun 03-08, Sat 03-07, Fri 03-06, Thu 03-05, Wed 03-04, Sun 03-01, Sun 02-22",
    "2026-11-03": "Tue 11-03, Mon 11-02, Sun 11-01, Sat 10-31, Fri 10-30, Thu 10-29, Wed 10-28, Sun 10-25, Sun 10-18",
    # Weeks go on across the year's end.
    "2027-01-02": "Sat 01-02, Fri 01-01, Thu 12-31, Wed 12-30, Tue 12-29, Mon 12-28, Sun 12-27, Sun 12-20, Sun 12-13",
}


@pytest.mark.parametrize(("last", "expected"), SEVEN_AND_THREE_SUNDAYS.items())
def test_nightly_backups(last: str, expected: str) -> None:
    found = kept(_nights(f"{last}T12:00", 90))
    assert ", ".join(_days(found)) == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # The hour that comes twice, and a day of 25 hours from end to end.
        ("2026-11-01T08:30+00:00", "2026-11-01T09:30+00:00"),
        ("2026-11-01T07:00+00:00", "2026-11-02T07:59+00:00"),
        # A day of 23 hours.
        ("2026-03-08T08:00+00:00", "2026-03-09T06:59+00:00"),
        # Two days in UTC, one in the city.
        ("2026-06-16T23:00+00:00", "2026-06-17T05:00+00:00"),
    ],
)
def test_of_one_day_the_newest_is_kept(first: str, second: str) -> None:
    moments = [dt.datetime.fromisoformat(moment) for moment in (first, second)]
    assert kept(moments) == {moments[1]}


def test_midnight_in_the_city_parts_two_days() -> None:
    midnight = dt.datetime(2026, 11, 2, tzinfo=CITY).astimezone(dt.UTC)
    before = midnight - dt.timedelta(seconds=1)
    assert kept([before, midnight]) == {before, midnight}


def test_every_night_after_night_the_last_weeks_are_there() -> None:
    """As it really goes: each night one is added, and what is not kept is removed."""
    there: set[dt.datetime] = set()
    for night in reversed(_nights("2027-03-20T12:00", 400)):
        there = kept(there | {night})
    assert there == kept(_nights("2027-03-20T12:00", 400))
    assert len(there) == 9


def test_old_backups_stay_where_no_new_ones_are_made() -> None:
    old = _nights("2020-02-02T12:00", 3)
    assert kept(old) == set(old)


def test_nothing_to_keep() -> None:
    assert kept([]) == set()
