"""A run's record as the JSON that is kept and compared."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from locustfiles.record import STEADY, WHOLE, Line, Record

PERCENTILES: Final = (50, 95, 99)
# Above this share of errors in any scenario the run has failed.
MOST_ERRORS: Final = 0.05
HITS: Final = frozenset({"HIT", "STALE", "UPDATING", "REVALIDATED"})


def line_document(line: Line, seconds: float) -> dict[str, Any]:
    """Give one scenario in the guide's form, times in milliseconds."""
    times = line.times
    least = times.least if times.number else 0.0
    latency = {f"p{each}": times.percentile(each) for each in PERCENTILES}
    latency |= {"mean": times.mean, "min": least, "max": times.most}
    return {
        "requests": times.number,
        "errors": line.errors.total(),
        "error_rate": round(line.error_rate, 6),
        "requests_per_second": round(times.number / seconds, 2) if seconds else 0.0,
        "latency_ms": {name: round(each, 2) for name, each in latency.items()},
        "bytes": line.size,
        "statuses": dict(sorted(line.statuses.items())),
        "cache": {name or "none": each for name, each in sorted(line.cache.items())},
        "errors_by_kind": [
            {"kind": kind, "count": count, "example": line.examples.get(kind, "")}
            for kind, count in line.errors.most_common()
        ],
    }


def phase_document(record: Record, phase: str) -> dict[str, Any]:
    """Give all scenarios of a phase, and `total` over them."""
    seconds = record.seconds[phase]
    total = record.total(phase)
    asked = total.cache.total() - total.cache[""]
    hits = sum(count for name, count in total.cache.items() if name in HITS)
    return {
        "seconds": round(seconds, 1),
        "results": {
            name: line_document(line, seconds)
            for name, line in sorted(record.phases[phase].items())
        },
        "total": line_document(total, seconds),
        # Of the answers that a cache in front has marked; null without one.
        "cache_hit_rate": round(hits / asked, 4) if asked else None,
    }


def document(record: Record, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Give the file: the whole run at the top, its steady part below `steady`."""
    whole = phase_document(record, WHOLE)
    requests = whole["total"]["requests"]
    cpu = record.cpu_seconds * 1000 / requests if requests else 0.0
    return {
        "finished_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "settings": dict(settings),
        **whole,
        "steady": phase_document(record, STEADY),
        "most_users": record.most_users,
        "generator": {
            "cpu_seconds": round(record.cpu_seconds, 2),
            "cpu_ms_per_request": round(cpu, 3),
            "lag_ms": {
                f"p{each}": round(record.lag.percentile(each), 2)
                for each in PERCENTILES
            },
        },
    }


def failed(document: Mapping[str, Any]) -> list[str]:
    """Give the scenarios with too many errors; `total` if nothing was answered."""
    results = document["results"]
    found = [name for name, line in results.items() if line["error_rate"] > MOST_ERRORS]
    return found or ([] if document["total"]["requests"] else ["total"])


def write(document: Mapping[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2) + "\n")
