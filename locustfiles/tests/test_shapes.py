import pytest

from locustfiles import mixes
from locustfiles.part import share
from locustfiles.shapes import SHAPES, ramp_seconds


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_has_its_users_and_becomes_steady(name: str) -> None:
    shape = SHAPES[name]
    courses = [(shape.users, shape.seconds), (1, 5), (10_000, 30), (7, 3600)]
    for users, seconds in courses:
        at = [shape.users_at(each, users, seconds) for each in range(seconds)]
        assert max(at) == users
        assert min(at) >= 1
        settles = shape.settles(users, seconds)
        assert 0 <= settles < seconds
    assert shape.scenario in mixes.CHOICES


def test_five_thousand_come_in_half_the_time_and_stay() -> None:
    tier3 = SHAPES["tier3"]
    assert ramp_seconds(5_000, 180) == pytest.approx(90, abs=1)
    assert tier3.users_at(45, 5_000, 180) == pytest.approx(2_500, abs=50)
    assert tier3.users_at(91, 5_000, 180) == 5_000
    assert tier3.settles(5_000, 180) == pytest.approx(100, abs=1)


def test_a_staircase_goes_from_200_to_5000() -> None:
    stairs = SHAPES["staircase"]
    assert stairs.users_at(0, stairs.users, stairs.seconds) == 200
    at = [stairs.users_at(each, stairs.users, stairs.seconds) for each in range(360)]
    assert at == sorted(at)
    assert len(set(at)) == 6


@pytest.mark.parametrize(("total", "parts"), [(5_000, 3), (1, 4), (7, 7), (0, 2)])
def test_parts_have_all_users_together(total: int, parts: int) -> None:
    shares = [share(total, number, parts) for number in range(parts)]
    assert sum(shares) == total
    assert max(shares) - min(shares) <= 1


def test_the_weights_of_browse_are_percent() -> None:
    assert sum(mixes.BROWSE.values()) == 100
    assert set(mixes.ALL) == set(mixes.SCENARIOS)
    assert mixes.weights("permit") == {"permit": 1}
