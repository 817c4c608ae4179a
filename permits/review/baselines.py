"""How long reviews take at each station, what waits there, and what comes next.

What is counted, and what makes reviews similar: docs/review.md.
"""

import datetime as dt
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from psycopg import sql

from permits import derived
from permits.derived import Progress, quiet
from permits.querysets.freshness import freshness
from permits.review.standing import ENDED, PAST_REVIEW

SQL_FOLDER: Final = Path(__file__).parent / "sql"
DATASET: Final = "addenda"
WINDOWS: Final = (90, 365)
MONTHS: Final = 24
# Of each station's open reviews, those that its page can list.
MOST_WAITING: Final = 50
_COLUMNS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "stations": (
        ("station",),
        (
            *("department", "as_of", "finished_steps", "last_finish", "open_reviews"),
            *("oldest_arrive", "open_median_days", "open_p90_days", "leftovers"),
            *("monthly_finished", "monthly_days"),
        ),
    ),
    "station_baselines": (
        ("station", "window", "form", "visit"),
        ("n", "p25", "p50", "p75", "p90"),
    ),
    "station_followers": (("station", "permit_type", "follower"), ("reviews",)),
    "station_waiting": (
        ("primary_key",),
        (
            *("station", "place", "application_number", "addenda_number", "arrive"),
            *("plan_checked_by", "address"),
        ),
    ),
}
# The form that the record itself calls over the counter ("otc alterations permit").
COUNTER_FORM: Final = 8


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The rows there are of each table, and those written to get there."""

    stations: int
    baselines: int
    followers: int
    waiting: int
    removed: int
    changed: int
    added: int
    seconds: float

    def figures(self) -> dict[str, Any]:
        """What `--json` prints."""
        return asdict(self)

    def sentence(self) -> str:
        return (
            f"{self.stations:,} stations with {self.baselines:,} baselines:"
            f" {self.added:,} rows new, {self.changed:,} changed,"
            f" {self.removed:,} no longer."
        )


def refresh_baselines(*, progress: Progress = quiet) -> Refreshed:
    """Count anew what happens at each station, and make its tables say so.

    Raises derived.BusyError if another run is at work.
    """
    start = time.perf_counter()
    rows: dict[str, int] = {}
    written: Counter[str] = Counter()
    with derived.rewriting(lock="review", work="refresh_baselines"):
        day = _newest_day()
        progress("Finding the reviews that count", 0)
        counted = _run("counted_reviews", **_counting(day))
        derived.analyze("counted_reviews")
        for table, parts in _steps(day).items():
            name = table.removeprefix("station_")
            progress(f"Counting {name} of stations", counted)
            rows[name] = _run(name, **parts)
            key, columns = _COLUMNS[table]
            written.update(
                derived.replace(table, new=f"next_{table}", key=key, columns=columns)
            )
    derived.analyze(*_COLUMNS)
    seconds = round(time.perf_counter() - start, 2)
    return Refreshed(seconds=seconds, **rows, **written)


def _newest_day() -> dt.date:
    """The day of the data: the city's, or where it gives none its newest record."""
    fresh = freshness()
    latest = fresh.as_of(DATASET) or timezone.localdate()
    if DATASET in fresh.data_as_of:
        return latest
    query = derived.statement(SQL_FOLDER / "newest_day", latest=_date(latest))
    found: dt.date | None = derived.rows(query)[0][0]
    return found or latest


def _counting(day: dt.date) -> dict[str, sql.Composable]:
    months = dt.date(day.year - MONTHS // 12, day.month, 1)
    return {
        "since": _date(min(months, day - dt.timedelta(days=max(WINDOWS)))),
        "counter_form": sql.Literal(COUNTER_FORM),
        "ended": sql.Literal(list(ENDED)),
        "past_review": sql.Literal(list(PAST_REVIEW)),
    }


def _steps(day: dt.date) -> dict[str, dict[str, sql.Composable]]:
    """By table what the file of its name under sql/ is filled in with."""
    as_of = _date(day)
    return {
        "stations": {"as_of": as_of, "months": sql.Literal(MONTHS)},
        "station_baselines": {"as_of": as_of, "windows": sql.Literal(list(WINDOWS))},
        "station_followers": {"as_of": as_of, "window": sql.Literal(max(WINDOWS))},
        "station_waiting": {"most": sql.Literal(MOST_WAITING)},
    }


def _run(name: str, **parts: sql.Composable) -> int:
    return derived.run(SQL_FOLDER / name, **parts)


def _date(day: dt.date) -> sql.Composable:
    return sql.SQL("{}::date").format(sql.Literal(day.isoformat()))
