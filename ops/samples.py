"""How busy the site was, minute by minute: written by the heartbeat, read by staff.

Web processes count in files (sfpermits/gunicorn.py); the heartbeat, in a worker on the
same machine, adds them up. On a machine without them the figures stay unknown.
"""

import datetime as dt
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector
from redis.exceptions import RedisError

from ops import queues
from ops.models import Sample

logger = logging.getLogger(__name__)

KEPT: Final = dt.timedelta(days=8)
# Column of ops_samples by metric and the label value that it is of.
_STATES: Final = {
    ("sfpermits_pool_connections", "max"): "pool_max",
    ("sfpermits_pool_connections", "in_use"): "pool_in_use",
    ("sfpermits_pool_connections", "waiting"): "pool_waiting",
    ("sfpermits_cache_reads_total", "hit"): "cache_hits",
    ("sfpermits_cache_reads_total", "miss"): "cache_misses",
}


def record() -> Sample:
    """Write this minute's row, again if there is one, and remove those of long ago."""
    at = timezone.now().replace(second=0, microsecond=0)
    found = {**web_figures(_folders()), "queued": _queued()}
    sample, _ = Sample.objects.update_or_create(at=at, defaults=found)
    Sample.objects.filter(at__lt=at - KEPT).delete()
    return sample


def _folders() -> list[Path]:
    """The folders of the web servers that run here, each named by its process id."""
    folders = (settings.VAR_DIR / "metrics").glob("[0-9]*")
    return [each for each in folders if Path(f"/proc/{each.name}").exists()]


def web_figures(folders: Sequence[Path]) -> dict[str, Any]:
    """Sums of all processes, by column of `ops_samples`; {} without a web server."""
    if not folders:
        return {}
    limited: Counter[str] = Counter()
    found = dict.fromkeys([*_STATES.values(), "pool_refused"], 0)
    for name, labels, value in _read(folders):
        if name == "sfpermits_limited_total":
            limited[labels["scope"]] += int(value)
        elif name == "sfpermits_pool_refusals_total":
            found["pool_refused"] += int(value)
        elif column := _STATES.get(
            (name, labels.get("state") or labels.get("result", ""))
        ):
            found[column] += int(value)
    return {**found, "limited": dict(limited)}


def _read(folders: Iterable[Path]) -> Iterator[tuple[str, Mapping[str, str], float]]:
    for folder in folders:
        collector = MultiProcessCollector(CollectorRegistry(), str(folder))  # type: ignore[no-untyped-call]
        for metric in collector.collect():  # type: ignore[no-untyped-call]
            for sample in metric.samples:
                yield sample.name, sample.labels, sample.value


def _queued() -> int | None:
    try:
        waiting: dict[str, dict[str, Any]] = queues.depths()["waiting"]
    except RedisError as error:
        logger.warning("queues could not be counted: %s", type(error).__name__)
        return None
    return sum(int(queue["messages"]) for queue in waiting.values())


@dataclass(slots=True)
class Interval:
    """A stretch of time: the most of what has a level, the sum of what is counted.

    None where no sample knew.
    """

    start: dt.datetime
    pool_max: int | None = None
    pool_in_use: int | None = None
    pool_waiting: int | None = None
    queued: int | None = None
    pool_refused: int | None = None
    cache_hits: int | None = None
    cache_misses: int | None = None
    limited: Counter[str] | None = None

    @property
    def hit_rate(self) -> float | None:
        """Percent of the keys looked for that were there."""
        asked = (self.cache_hits or 0) + (self.cache_misses or 0)
        return 100 * (self.cache_hits or 0) / asked if asked else None

    @property
    def refused(self) -> int | None:
        """Requests refused by a limit of any scope."""
        return None if self.limited is None else self.limited.total()

    @property
    def refused_by(self) -> list[tuple[str, int]]:
        """Which limits refused some, the busiest first."""
        return [one for one in (self.limited or Counter()).most_common() if one[1]]


LEVELS: Final = ("pool_max", "pool_in_use", "pool_waiting", "queued")
COUNTERS: Final = ("pool_refused", "cache_hits", "cache_misses")


@dataclass(slots=True)
class _Sums:
    """Intervals of one length, filled with samples in the order of time."""

    start: dt.datetime
    length: dt.timedelta
    intervals: list[Interval] = field(default_factory=list)

    def add(self, before: Sample | None, sample: Sample) -> None:
        found = self.intervals[(sample.at - self.start) // self.length]
        for name in LEVELS:
            _raise_to(found, name, getattr(sample, name))
        if before is None:
            return
        for name in COUNTERS:
            _add(found, name, grown(getattr(before, name), getattr(sample, name)))
        if before.limited is not None and sample.limited is not None:
            found.limited = found.limited or Counter()
            for scope, number in sample.limited.items():
                by = grown(before.limited.get(scope, 0), number)
                found.limited[scope] += by or 0


def _raise_to(found: Interval, name: str, value: int | None) -> None:
    if value is not None:
        setattr(found, name, max(value, getattr(found, name) or 0))


def _add(found: Interval, name: str, value: int | None) -> None:
    if value is not None:
        setattr(found, name, value + (getattr(found, name) or 0))


def grown(before: int | None, now: int | None) -> int | None:
    """By how much a counter grew; one that is lower was begun anew."""
    if before is None or now is None:
        return None
    return now - before if now >= before else now


def last_day(length: dt.timedelta) -> list[Interval]:
    """The last 24 hours in intervals of `length`, the newest last; one query."""
    end = timezone.now()
    # Aligned to the hour, so that tables begin at full ones.
    top = end.replace(minute=0, second=0, microsecond=0)
    number = dt.timedelta(days=1) // length
    start = top + ((end - top) // length + 1) * length - number * length
    starts = [start + length * place for place in range(number)]
    sums = _Sums(start, length, [Interval(at) for at in starts])
    before = None
    for sample in Sample.objects.filter(at__gte=start, at__lt=end).order_by("at"):
        sums.add(before, sample)
        before = sample
    return sums.intervals
