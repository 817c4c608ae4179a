"""Figures of the whole record for each neighborhood, and for the city to compare."""

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from django.db import connection
from psycopg import sql

from permits import derived, words
from permits.derived import Progress, quiet
from permits.models import Neighborhood
from permits.places.openness import open_statuses
from permits.places.outline import simplified
from permits.search.index import DURATION_YEARS

SQL_FOLDER: Final = Path(__file__).parent / "sql"
MOST_LISTED: Final = 10

_COLUMNS: Final = (
    *("name", "permits", "open_permits", "complaints", "open_complaints"),
    *("filed", "days", "complaint_years", "recent", "largest", "firms"),
    *("outline", "loaded_at"),
)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The neighborhoods there are, and the rows that were written to get there."""

    neighborhoods: int
    removed: int
    changed: int
    added: int
    seconds: float

    def figures(self) -> dict[str, Any]:
        """What `--json` prints."""
        return asdict(self)

    def sentence(self) -> str:
        return (
            f"{words.counted(self.neighborhoods, 'neighborhood')} counted:"
            f" {self.added:,} rows new,"
            f" {self.changed:,} changed, {self.removed:,} gone."
        )


def refresh_neighborhoods(*, progress: Progress = quiet) -> Refreshed:
    """Count anew what is in each neighborhood; readers see the old figures until then.

    Raises derived.BusyError if another run over the derived tables is at work.
    """
    start = time.perf_counter()
    with derived.rewriting():
        progress("Reading the permits of each neighborhood", 0)
        late = sql.Literal(DURATION_YEARS)
        found = _run("scope", years=late, open=sql.Literal(open_statuses()))
        derived.analyze("scoped_permits")
        progress("Counting its firms", found)
        _run("firms", most=sql.Literal(MOST_LISTED))
        _copy_outlines()
        rows = _run("summarise", most=sql.Literal(MOST_LISTED))
        progress("Writing neighborhoods", rows)
        written = derived.replace(
            "neighborhood_statistics",
            new="next_neighborhood_statistics",
            key=("slug",),
            columns=_COLUMNS,
        )
    derived.analyze("neighborhood_statistics")
    seconds = round(time.perf_counter() - start, 2)
    # The row of the whole city is none.
    return Refreshed(neighborhoods=rows - 1, seconds=seconds, **written)


def _copy_outlines() -> None:
    """The table `outlines`, with the outlines as maps draw them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE outlines (slug text, outline jsonb) ON COMMIT DROP"
        )
    listed = Neighborhood.objects.exclude(outline=None).values_list("slug", "outline")
    drawn = [(slug, simplified(outline)) for slug, outline in listed]
    lines = [(slug, json.dumps(outline)) for slug, outline in drawn if outline]
    derived.copy_in("outlines", lines)


def _run(name: str, **parts: sql.Composable) -> int:
    return derived.run(SQL_FOLDER / name, **parts)
