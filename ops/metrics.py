"""Every figure that Prometheus may read, in one list, and where each comes from.

Label values are of bounded sets: URL names, never paths; scopes, never visitors.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
    values,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from ops import health

# Set by the web server for each of its processes. A process that is replaced leaves its
# slot and its counts to the next; named after process ids, as is usual, there would be
# more files each day. The class must be in place before the first metric is made.
SLOT: Final = os.environ.get("SFPERMITS_METRICS_SLOT")
if SLOT is not None:
    values.ValueClass = values.MultiProcessValue(lambda: SLOT)  # type: ignore[no-untyped-call]

# What this process counts; with several processes, each in files of its own.
REGISTRY: Final = CollectorRegistry()
# Seconds; the budgets of pages are 50 ms, 200 ms and 1 s, the alerts' 1, 3 and 10 s.
BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 3, 10)
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

REQUESTS: Final = Counter(
    "sfpermits_requests",
    "Requests answered.",
    ["route", "method", "status"],
    registry=REGISTRY,
)
LATENCY: Final = Histogram(
    "sfpermits_request_seconds",
    "Seconds until the answer began.",
    ["route"],
    buckets=BUCKETS,
    registry=REGISTRY,
)
LIMITED: Final = Counter(
    "sfpermits_limited",
    "Requests refused by a limit.",
    ["scope", "reason"],
    registry=REGISTRY,
)
LIMITS_WITHOUT_REDIS: Final = Counter(
    "sfpermits_limits_without_redis",
    "Requests whose limit could not be counted in Redis.",
    ["scope"],
    registry=REGISTRY,
)
CACHE_READS: Final = Counter(
    "sfpermits_cache_reads",
    "Keys looked for in the cache: hit or miss, which they are too without Redis.",
    ["result"],
    registry=REGISTRY,
)
PAGES: Final = Counter(
    "sfpermits_pages",
    "Public pages asked for: hit, waited or stale from the cache, miss, private,"
    " or no_room to keep one.",
    ["kind", "result"],
    registry=REGISTRY,
)
POOL: Final = Gauge(
    "sfpermits_pool_connections",
    "Database connections of all web processes, and requests that wait for one.",
    ["state"],
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
REPLICA_READS: Final = Counter(
    "sfpermits_replica_reads",
    "Requests that read the record: from the replica, retried, or why not from it.",
    ["result"],
    registry=REGISTRY,
)
POOL_REFUSALS: Final = Counter(
    "sfpermits_pool_refusals",
    "Requests that got no database connection: timeout or queue_full.",
    ["reason"],
    registry=REGISTRY,
)

# What is read when Prometheus asks, so that it is right whoever answers.
READ_WHEN_ASKED: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "sfpermits_up": ("1 if the part answers, else 0.", ("part",)),
    "sfpermits_replica_lag_seconds": ("How far the read replica is behind.", ()),
    "sfpermits_workers": ("Workers heard of lately.", ()),
    "sfpermits_heartbeat_age_seconds": ("Since beat and a worker last did a task.", ()),
    "sfpermits_queue_messages": ("Messages waiting in the broker.", ("queue",)),
    "sfpermits_queue_oldest_seconds": ("Age of the oldest waiting one.", ("queue",)),
    "sfpermits_job_last_seconds": ("How long the job's last run took.", ("job",)),
    "sfpermits_job_last_run": ("1 for the outcome of the last run.", ("job", "status")),
    "sfpermits_job_started_timestamp_seconds": ("Start of the last run.", ("job",)),
    "sfpermits_data_age_seconds": ("Age of the newest data of a set.", ("dataset",)),
    "sfpermits_model_calls": ("Calls, since counting began.", ("outcome",)),
    "sfpermits_model_tokens": ("Tokens used, since counting began.", ("direction",)),
    "sfpermits_model_cost_dollars": ("Spent on models, since counting began.", ()),
}

# Name, label values, value; None where it is not known.
Reading = tuple[str, tuple[str, ...], float | None]


def observe(route: str | None, method: str | None, status: int, seconds: float) -> None:
    """Count one answered request; `route` is None for a path that leads nowhere."""
    name = route or "no_such_address"
    verb = method if method in METHODS else "other"
    REQUESTS.labels(name, verb, str(status)).inc()
    LATENCY.labels(name).observe(seconds)


def observe_pool() -> None:
    """Note how the pool of this process is used."""
    for state, number in health.pool().items():
        if state != "timeouts":
            POOL.labels(state).set(number)


def names() -> dict[str, str]:
    """Give every metric with what it means, as Prometheus names it."""
    counted = {
        f"{one.name}_total" if one.type == "counter" else one.name: one.documentation
        for one in REGISTRY.collect()
    }
    return counted | {name: said for name, (said, _) in READ_WHEN_ASKED.items()}


def render(folder: Path | None, readings: Iterable[Reading]) -> bytes:
    """Give all of it in Prometheus's text format.

    `folder` holds the counters of all processes; None if this one is alone.
    """
    registry = CollectorRegistry()
    if folder is None:
        registry.register(REGISTRY)
    else:
        multiprocess.MultiProcessCollector(registry, str(folder))  # type: ignore[no-untyped-call]
    registry.register(_Read(readings))
    return generate_latest(registry)


class _Read(Collector):
    def __init__(self, readings: Iterable[Reading]) -> None:
        self._readings = list(readings)

    def collect(self) -> Iterator[Metric]:
        families: dict[str, GaugeMetricFamily] = {}
        for name, labels, value in self._readings:
            if value is None:
                continue
            if name not in families:
                said, label_names = READ_WHEN_ASKED[name]
                families[name] = GaugeMetricFamily(name, said, labels=label_names)
            families[name].add_metric(labels, value)
        yield from families.values()
