"""Where the sample goes: into the record by the loader, or into a file."""

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

from permits.ingest.run import LoadResult, ingest
from permits.ingest.source import RawTable
from permits.models.load import Load


class RealDataLoadedError(Exception):
    """Invented records may not be mixed with the city's."""


def refuse_over_real_data() -> None:
    """Raise RealDataLoadedError if any of the city's own data is in the record."""
    real = Load.objects.filter(
        status=Load.Status.SUCCEEDED,
        source__in=(Load.Source.CSV, Load.Source.SODA),
    ).order_by("started_at")
    if first := real.first():
        raise RealDataLoadedError(
            f"The city's own data is loaded ({first.origin}, "
            f"{first.started_at:%Y-%m-%d}); invented permits would be mixed with it."
            " Nothing was changed."
        )


def load(
    table: RawTable, *, dataset: str, progress: Callable[[int], None]
) -> LoadResult:
    """Load one data set of the sample as `ingest` does, unless real data is there."""
    refuse_over_real_data()
    return ingest(dataset=dataset, table=table, progress=progress)


def write_csv(table: RawTable, path: Path, *, progress: Callable[[int], None]) -> int:
    """Write the records as the city's CSV, compressed if named `.gz`; how many."""
    written = 0
    part = path.with_name(f"{path.name}.part")
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(part, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.columns)
        for row in table.rows:
            writer.writerow(row.values)
            written += 1
            if written % 1000 == 0:
                progress(written)
    progress(written)
    part.replace(path)
    return written
