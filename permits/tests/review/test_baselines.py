from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection

from permits import derived
from permits.models import (
    Load,
    RoutingStep,
    Station,
    StationBaseline,
    StationFollower,
    StationWaiting,
)
from permits.querysets import routing_of
from permits.review.baselines import refresh_baselines
from permits.tests.entities.database import everything
from permits.tests.review.steps import ago, loaded, permit, reviews, step

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = (Station, StationBaseline, StationFollower, StationWaiting)


@pytest.fixture(autouse=True)
def routing() -> None:
    loaded()


def whole(window: int = 365, station: str = "BLDG") -> StationBaseline:
    return StationBaseline.objects.get(
        station=station, window=window, form="any", visit="any"
    )


def kinds(station: str = "BLDG") -> dict[tuple[str, str], int]:
    found = StationBaseline.objects.filter(station=station, window=365)
    return {(one.form, one.visit): one.n for one in found}


def test_quantiles_are_days_that_so_many_reviews_took() -> None:
    for n in range(1, 11):
        step(f"P{n}", 20 + n, 20)
    refresh_baselines()
    found = whole()
    assert (found.n, found.p25, found.p50, found.p75, found.p90) == (10, 3, 5, 8, 9)


@pytest.mark.parametrize(
    ("finished", "short", "long"),
    [(0, 1, 1), (89, 1, 1), (90, 0, 1), (364, 0, 1), (365, 0, 0), (-1, 0, 0)],
)
def test_windows_end_with_the_data(finished: int, short: int, long: int) -> None:
    step("P1", finished + 2, finished)
    refresh_baselines()
    counts = [
        StationBaseline.objects.filter(window=window, form="any").count()
        for window in (90, 365)
    ]
    assert counts == [short, long]


def test_without_a_date_of_the_data_its_newest_step_is_its_day() -> None:
    Load.objects.all().delete()
    loaded(None)
    step("P1", 300, 250)
    step("P2", -9000, None)
    refresh_baselines()
    assert Station.objects.get().as_of == ago(250)


@pytest.mark.parametrize(
    "rows",
    [
        [("a", 30, 20), ("b", 30, 12)],
        [("a", 30, 12), ("b", 30, 20)],
        [("a", 30, None), ("b", 29, 12)],
        [("a", 12, None), ("b", 29, 12)],
        [("a", 30, 20), ("b", 15, None)],
        [("a", 30, None), ("b", 40, None)],
        [("a", None, None), ("b", 40, None)],
        [("a", None, 20), ("b", 40, 30)],
        [("a", 40, 30), ("b", 40, 30)],
    ],
)
def test_the_same_step_counts_as_on_the_page(
    rows: list[tuple[str, int | None, int | None]],
) -> None:
    for key, arrive, finish in rows:
        step("P1", arrive, finish, primary_key=key, step=1)
    refresh_baselines()
    (review,) = routing_of("P1")
    station = Station.objects.get()
    assert station.open_reviews == int(review.is_open)
    waiting = StationWaiting.objects.values_list("primary_key", flat=True)
    assert list(waiting) == ([review.step.pk] if review.is_open else [])
    taken = review.step
    if taken.arrive and taken.finish_date:
        assert whole().p50 == (taken.finish_date - taken.arrive).days
    else:
        assert not StationBaseline.objects.exists()


def test_what_took_less_than_no_time_is_left_out() -> None:
    step("P1", 10, 12)
    step("P2", 10, 10)
    refresh_baselines()
    assert (whole().n, whole().p90) == (1, 0)


def test_similar_is_the_form_and_whether_it_came_back() -> None:
    permit("C1", permit_type=8)
    permit("H1", permit_type=3)
    permit("U1", permit_type=None)
    for number in ("C1", "H1", "U1", "gone"):
        step(number, 30, 25)
    # Came back; given to another reviewer; and both within a day, which says nothing.
    for number, arrive in (("H2", 20), ("H3", 30), ("H4", 25)):
        permit(number)
        step(number, 30 if number != "H4" else 25, 25)
        step(number, arrive, 18)
    refresh_baselines()
    assert kinds() == {
        ("any", "any"): 7,
        ("counter", "first"): 1,
        ("other", "first"): 3,
        ("other", "again"): 1,
    }


@pytest.mark.parametrize(
    ("status", "addendum", "own", "waits"),
    [
        ("filed", 0, "filed", True),
        ("Issued", 0, "filed", False),
        ("complete", 0, None, False),
        ("issued", 1, "filed", True),
        ("issued", 1, "ISSUED", False),
        ("expired", 1, "filed", False),
        (None, 0, None, True),
    ],
)
def test_what_is_open_of_a_permit_past_review_is_a_leftover(
    status: str | None, addendum: int, own: str | None, *, waits: bool
) -> None:
    permit("P1", status=status)
    step("P1", 40, None, addenda_number=addendum, addenda_status=own)
    refresh_baselines()
    found = Station.objects.get()
    assert (found.open_reviews, found.leftovers) == (int(waits), int(not waits))
    assert found.oldest_arrive == (ago(40) if waits else None)


def test_a_finish_that_cannot_be_read_is_a_finish() -> None:
    step("P1", 40, None, unparsed={"finish_date": "2205-01-01"})
    refresh_baselines()
    assert Station.objects.get().open_reviews == 0


def test_open_reviews_and_the_longest_of_them() -> None:
    for n in range(60):
        step(f"P{n:02}", n, None, plan_checked_by="DOE JANE")
    refresh_baselines()
    found = Station.objects.get()
    assert (found.open_reviews, found.open_median_days, found.open_p90_days) == (
        60,
        29,
        53,
    )
    longest = list(StationWaiting.objects.order_by("place"))
    assert len(longest) == 50
    assert (longest[0].application_number, longest[0].arrive) == ("P59", ago(59))


def test_months_end_with_that_of_the_data() -> None:
    step("P1", 4, 0)
    step("P2", 31, 30)
    step("P3", 33, 30)
    step("P4", 800, 790)
    refresh_baselines()
    found = Station.objects.get()
    assert (found.monthly_finished[-2:], found.monthly_days[-2:]) == ([2, 1], [1, 4])
    assert (len(found.monthly_finished), sum(found.monthly_finished)) == (24, 3)
    assert found.monthly_days[0] is None


def follows(station: str = "BLDG") -> dict[tuple[int, str], int]:
    found = StationFollower.objects.filter(station=station)
    return {(one.permit_type, one.follower): one.reviews for one in found}


def test_the_next_station_is_the_first_to_arrive_after_it() -> None:
    permit("P1", permit_type=8)
    # One day's chain: the routing list says what came after what.
    for at, station in enumerate(("INTAKE", "BLDG", "SFFD", "CPB"), start=1):
        step("P1", 5, 5, station=station, step=at)
    # Elsewhere it was there before, and goes on a week later.
    permit("P2")
    step("P2", 60, 50, station="CPB", step=1)
    step("P2", 50, 40, step=3)
    step("P2", 40, 35, step=3, plan_checked_by="ANOTHER")
    step("P2", 33, 20, station="MECH", step=2)
    step("P3", 9, 8)
    step("P3", 7, 6, station="CPB", addenda_number=1)
    refresh_baselines()
    assert follows() == {(8, "SFFD"): 1, (3, "MECH"): 1, (0, ""): 1}
    assert follows("CPB") == {(8, ""): 1, (3, "BLDG"): 1, (0, ""): 1}


def test_twice_is_the_same_rows() -> None:
    reviews(40)
    step("P1", 40, None)
    first = refresh_baselines()
    assert (first.stations, first.waiting, first.removed, first.changed) == (1, 1, 0, 0)
    assert first.figures()["added"] == first.added > 0
    assert "1 stations" in first.sentence()
    before = everything(*TABLES)
    again = refresh_baselines()
    assert (again.removed, again.changed, again.added) == (0, 0, 0)
    assert everything(*TABLES) == before


def test_what_changes_is_written_and_what_is_gone_removed() -> None:
    reviews(3)
    step("P1", 40, None, station="SFFD")
    refresh_baselines()
    RoutingStep.objects.filter(station="SFFD").delete()
    step("P2", 40, 35)
    found = refresh_baselines()
    assert (whole().n, Station.objects.count()) == (4, 1)
    assert StationWaiting.objects.count() == 0
    assert found.removed > 0


def test_nothing_loaded_leaves_nothing() -> None:
    reviews(3)
    refresh_baselines()
    RoutingStep.objects.all().delete()
    refresh_baselines()
    assert [model.objects.count() for model in TABLES] == [0, 0, 0, 0]


@pytest.mark.parametrize("at", ["counted_reviews", "stations", "waiting"])
def test_killed_the_old_rows_stay(at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reviews(3)
    refresh_baselines()
    before = everything(*TABLES)
    step("P1", 40, None, station="SFFD")
    whole_run = derived.run

    def run(name: Any, **parts: psycopg.sql.Composable) -> int:
        written = whole_run(name, **parts)
        if str(name).endswith(f"/{at}"):
            derived.rows("SELECT pg_terminate_backend(pg_backend_pid())")
        return written

    with monkeypatch.context() as patched:
        patched.setattr(derived, "run", run)
        with pytest.raises(OperationalError):
            refresh_baselines()
    connection.close()
    assert everything(*TABLES) == before
    refresh_baselines()
    assert Station.objects.count() == 2


def test_one_at_a_time() -> None:
    given = connection.get_connection_params()
    keys = ("host", "port", "dbname", "user", "password")
    with psycopg.connect(**{k: v for k, v in given.items() if k in keys}) as other:
        other.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('sfpermits.review', 0))"
        )
        with pytest.raises(derived.BusyError, match="refresh_baselines"):
            refresh_baselines()
