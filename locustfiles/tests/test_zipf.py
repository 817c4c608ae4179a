from collections import Counter

import pytest

from locustfiles.zipf import Zipf, seeded


def test_the_first_is_drawn_twice_as_often_as_the_second() -> None:
    draws = seeded("test")
    drawn = Counter(Zipf(range(100), 1.0).pick(draws) for _ in range(20_000))
    assert drawn[0] / drawn[1] == pytest.approx(2, rel=0.1)
    assert set(drawn) == set(range(100))


def test_the_same_seed_draws_the_same_and_another_another() -> None:
    def drawn(*parts: object) -> list[int]:
        draws = seeded(*parts)
        return [Zipf(range(1000)).pick(draws) for _ in range(20)]

    assert drawn(1, 2) == drawn(1, 2)
    assert drawn(1, 2) != drawn(1, 3)


def test_nothing_to_choose_from_is_said() -> None:
    with pytest.raises(ValueError, match="nothing to choose"):
        Zipf([])
