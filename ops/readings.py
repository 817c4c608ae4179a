"""The health report as figures for Prometheus, read when it asks."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from ops.metrics import Reading
from ops.models import CronLog


def readings(report: Mapping[str, Any]) -> Iterator[Reading]:
    """Give the values of `metrics.READ_WHEN_ASKED`; what is not known is left out."""
    for part in ("database", "redis", "queues", "worker"):
        yield "sfpermits_up", (part,), float(report[part]["ok"])
    replica = report["replica"] or {}
    yield "sfpermits_replica_lag_seconds", (), replica.get("lag_s")
    yield "sfpermits_workers", (), report["worker"]["seen"]
    age = report["worker"]["heartbeat_age_s"]
    yield "sfpermits_heartbeat_age_seconds", (), age
    for queue, found in report["queues"].get("waiting", {}).items():
        yield "sfpermits_queue_messages", (queue,), found["messages"]
        yield "sfpermits_queue_oldest_seconds", (queue,), found["oldest_s"] or 0.0
    for job, last in report["jobs"].get("last", {}).items():
        yield from _job(job, last)
    for dataset, found in (report.get("data") or {}).get("sets", {}).items():
        yield "sfpermits_data_age_seconds", (dataset,), found["age_s"]
    yield from _model(report["model"] or {})


def _job(job: str, last: Mapping[str, Any]) -> Iterator[Reading]:
    started = dt.datetime.fromisoformat(last["started_at"]).timestamp()
    yield "sfpermits_job_started_timestamp_seconds", (job,), started
    yield "sfpermits_job_last_seconds", (job,), last["seconds"]
    for status in CronLog.Status.values:
        is_so = float(status == last["status"])
        yield "sfpermits_job_last_run", (job, status), is_so


def _model(model: Mapping[str, Any]) -> Iterator[Reading]:
    for outcome, calls in model.get("calls", {}).items():
        yield "sfpermits_model_calls", (outcome,), calls
    for direction, tokens in model.get("tokens", {}).items():
        yield "sfpermits_model_tokens", (direction,), tokens
    yield "sfpermits_model_cost_dollars", (), model.get("cost_dollars")
