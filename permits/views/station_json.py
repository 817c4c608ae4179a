"""Stations as JSON, with the columns' own names. Unknown is null."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from permits import stations
from permits.models import StationWaiting
from permits.querysets.baselines import Follower, StationLine, counted
from permits.querysets.permits import FEWEST_SIMILAR
from permits.views.record_json import columns


def line_document(line: StationLine) -> dict[str, Any]:
    """The station, what its code means (null: no text is known to say), its days."""
    meaning = stations.meaning(line.station.station)
    return columns(line.station) | {
        "meaning": asdict(meaning) if meaning else None,
        "baselines": {
            str(window): {
                name: getattr(found, name) for name in ("n", "p25", "p50", "p75", "p90")
            }
            for window, found in sorted(line.baselines.items())
        },
    }


def station_document(
    line: StationLine, waiting: Iterable[StationWaiting], after: list[Follower]
) -> dict[str, Any]:
    """`next` is null where fewer than 30 reviews are known; its station "" is none."""
    count = counted(after)
    enough = count >= FEWEST_SIMILAR
    return {
        "station": line_document(line),
        "longest_open": [columns(row, without=["station"]) for row in waiting],
        "next": {"n": count, "stations": [asdict(one) for one in after]}
        if enough
        else None,
    }
