import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from prometheus_client.mmap_dict import MmapedDict, mmap_key
from redis.exceptions import ConnectionError as RedisConnectionError

from ops import heartbeat, jobs, queues, samples, samples_chart
from ops.models import Sample
from ops.samples import Interval

NOW = dt.datetime(2026, 6, 2, 10, 20, 30, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def _count(path: Path, metric: str, labels: dict[str, str], number: float) -> None:
    """Write a value as a process of the web server does."""
    key = mmap_key(
        metric.removesuffix("_total"), metric, [*labels], [*labels.values()], "said"
    )
    held = MmapedDict(str(path))  # type: ignore[no-untyped-call]
    held.write_value(key, number, 0)  # type: ignore[no-untyped-call]
    held.close()  # type: ignore[no-untyped-call]


@pytest.fixture
def web(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files of a web server of two processes, this process in its place."""
    settings.VAR_DIR = tmp_path
    folder = tmp_path / "metrics" / str(os.getpid())
    folder.mkdir(parents=True)
    for slot in (0, 1):
        counters = folder / f"counter_{slot}.db"
        _count(counters, "sfpermits_cache_reads_total", {"result": "hit"}, 30)
        _count(counters, "sfpermits_cache_reads_total", {"result": "miss"}, 10)
        _count(counters, "sfpermits_pool_refusals_total", {"reason": "timeout"}, 2)
        gauges = folder / f"gauge_livesum_{slot}.db"
        _count(gauges, "sfpermits_pool_connections", {"state": "max"}, 20)
        _count(gauges, "sfpermits_pool_connections", {"state": "in_use"}, 3)
    counters = folder / "counter_1.db"
    for reason, number in (("rate", 4), ("visitor_busy", 1)):
        labels = {"scope": "export", "reason": reason}
        _count(counters, "sfpermits_limited_total", labels, number)
    (tmp_path / "metrics" / "999999999").mkdir()
    monkeypatch.setattr(
        queues,
        "depths",
        lambda: {"waiting": {"a": {"messages": 2}, "b": {"messages": 1}}},
    )
    return folder


@pytest.mark.django_db
def test_a_minute_is_written_once_and_long_ago_is_removed(web: Path) -> None:
    Sample.objects.create(at=NOW - dt.timedelta(days=9))
    with time_machine.travel(NOW, tick=False):
        samples.record()
        sample = samples.record()
    assert Sample.objects.count() == 1
    assert sample.at == NOW.replace(second=0)
    assert (sample.pool_max, sample.pool_in_use, sample.pool_refused) == (40, 6, 4)
    assert (sample.cache_hits, sample.cache_misses) == (60, 20)
    assert (sample.limited, sample.queued) == ({"export": 5}, 3)


@pytest.mark.django_db
def test_what_cannot_be_read_is_unknown(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise RedisConnectionError

    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(queues, "depths", away)
    sample = samples.record()
    assert (sample.pool_max, sample.cache_hits, sample.limited) == (None, None, None)
    assert sample.queued is None


@pytest.mark.django_db
def test_the_heartbeat_writes_it(web: Path) -> None:
    jobs.job("heartbeat").call(None)  # type: ignore[arg-type]
    assert Sample.objects.exists()
    assert heartbeat.beat.__module__ == "ops.heartbeat"


@pytest.mark.parametrize(
    ("before", "now", "by"),
    [(5, 8, 3), (8, 8, 0), (8, 2, 2), (None, 2, None), (2, None, None)],
)
def test_grown(before: int | None, now: int | None, by: int | None) -> None:
    assert samples.grown(before, now) == by


def _sample(ago: int, **figures: Any) -> None:
    at = timezone.now().replace(second=0, microsecond=0) - ago * MINUTE
    Sample.objects.create(at=at, **figures)


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_the_last_day_by_the_hour() -> None:
    _sample(26 * 60, pool_in_use=99)
    _sample(65, pool_in_use=1, cache_hits=10, cache_misses=10, limited={"api": 1})
    _sample(25, pool_in_use=5, cache_hits=40, cache_misses=20, limited={"api": 3})
    _sample(3, pool_in_use=2, cache_hits=70, cache_misses=20, limited={"api": 4})
    _sample(2, pool_in_use=3, cache_hits=5, cache_misses=5, limited={"export": 2})
    _sample(1)
    hours = samples.last_day(samples_chart.HOUR)
    assert len(hours) == 24
    assert hours[-1].start == NOW.replace(minute=0, second=0)
    assert hours[0].start == hours[-1].start - dt.timedelta(hours=23)
    last, before = hours[-1], hours[-2]
    assert (last.pool_in_use, last.cache_hits, last.cache_misses) == (3, 35, 5)
    assert last.hit_rate == 87.5
    assert last.limited == {"api": 1, "export": 2}
    assert last.refused == 3
    assert last.refused_by == [("export", 2), ("api", 1)]
    assert (before.pool_in_use, before.cache_hits, before.refused) == (5, 30, 2)
    assert (hours[0].pool_in_use, hours[0].hit_rate, hours[0].refused) == (None,) * 3


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_the_last_day_by_the_quarter_ends_with_this_one() -> None:
    quarters = samples.last_day(samples_chart.STEP)
    assert len(quarters) == 96
    assert quarters[-1].start == NOW.replace(minute=15, second=0)


def test_a_chart_shows_what_is_known() -> None:
    found = [Interval(NOW, pool_in_use=each) for each in (None, 0, 20, 10)]
    chart = samples_chart.charts(found)[0]
    assert [(bar.x, bar.y, bar.height) for bar in chart.bars] == [
        (10, 59.0, 1.0),
        (20, 0.0, 60.0),
        (30, 30.0, 30.0),
    ]
    assert (chart.width, chart.summary) == (40, "now 10, at most 20")


def test_a_chart_of_nothing_says_so() -> None:
    chart = samples_chart.charts([Interval(NOW)])[0]
    assert (chart.bars, chart.summary) == ([], "not recorded")
