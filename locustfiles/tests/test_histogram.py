import json
import math

import pytest

from locustfiles.histogram import Histogram
from locustfiles.zipf import seeded


def _of(times: list[float]) -> Histogram:
    found = Histogram()
    for each in times:
        found.add(each)
    return found


@pytest.mark.parametrize("percent", [50, 95, 99, 100])
def test_percentiles_are_within_two_percent(percent: int) -> None:
    draws = seeded("times")
    times = sorted(draws.lognormvariate(3, 1.5) for _ in range(5_000))
    exact = times[math.ceil(len(times) * percent / 100) - 1]
    assert _of(times).percentile(percent) == pytest.approx(exact, rel=0.021)


def test_none_and_one() -> None:
    assert Histogram().percentile(95) == 0
    assert Histogram().mean == 0
    assert _of([7.0]).percentile(50) == 7
    assert _of([0.0]).percentile(50) >= 0


def test_two_added_up_are_as_one_also_through_json() -> None:
    draws = seeded("times")
    times = [draws.uniform(0, 3000) for _ in range(1_000)]
    half = Histogram.from_json(json.loads(json.dumps(_of(times[500:]).as_json())))
    both = _of(times[:500])
    both.merge(half)
    both.merge(Histogram.from_json(Histogram().as_json()))
    whole = _of(times)
    assert both.counts == whole.counts
    assert (both.number, both.least, both.most) == (1_000, min(times), max(times))
    assert both.total == pytest.approx(whole.total)
