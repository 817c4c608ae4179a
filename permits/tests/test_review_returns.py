import pytest

from permits import querysets
from permits.review.baselines import refresh_baselines
from permits.tests.review.steps import AS_OF, loaded, permit, reviews, step


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "returns"),
    [
        ([(30, 20)], 0),
        ([(30, 20), (20, 15)], 1),
        ([(30, 20), (20, 15), (10, None)], 2),
        # Given to another reviewer on the day it came, or before it was finished.
        ([(30, 20), (30, 15)], 0),
        ([(30, 20), (25, 15)], 0),
        ([(30, None), (25, 15)], 0),
        # Came back, and was given to another reviewer then.
        ([(30, 20), (18, 16), (18, 15)], 1),
        ([(None, 20), (18, 16)], 0),
    ],
)
def test_how_often_it_came_back(
    rows: list[tuple[int | None, int | None]], returns: int
) -> None:
    loaded()
    for arrive, finish in rows:
        step("P1", arrive, finish)
    (review,) = querysets.routing_of("P1")
    assert (review.returns, review.rows) == (returns, len(rows))


@pytest.mark.django_db(transaction=True)
def test_what_happened_at_its_station_comes_with_an_open_review() -> None:
    loaded()
    reviews(40)
    for n in range(31):
        permit(f"P{n}", permit_type=3)
        step(f"P{n}", 20, 10, station="SFFD", step=1)
        step(f"P{n}", 10, 5, station="CPB", step=2)
    permit("NOW", permit_type=3)
    step("NOW", 7, None, station="SFFD")
    step("NOW", 20, 8)
    refresh_baselines()
    at_fire, at_building = querysets.routing_of("NOW", 3)
    assert [one.n for one in at_fire.baselines if one.is_whole] == [31]
    assert [(one.station, one.reviews) for one in at_fire.followers] == [("CPB", 31)]
    assert at_fire.counted_to == AS_OF
    # Of what is finished nothing is asked.
    assert (at_building.baselines, at_building.followers) == ((), ())
    assert querysets.routing_of("NOW", 8)[0].followers == ()
