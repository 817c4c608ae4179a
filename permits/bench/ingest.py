"""How fast a load is, against a bare COPY of the same file in the same run.

Run as `manage.py bench ingest`, in a scratch database that is removed afterwards.
"""

import gzip
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg import sql

from permits import sample
from permits.bench import scratch
from permits.ingest import csv_file
from permits.ingest.datasets import PERMITS
from permits.ingest.run import LoadResult, ingest
from permits.sample.load import write_csv

SCRATCH = "sfpermits_bench_ingest"
BLOCK = 1 << 16
Progress = Callable[[str], None]


def run(
    *, size: int = 1_300_000, file: Path | None = None, progress: Progress
) -> dict[str, Any]:
    """Rows a second, seconds of each step, and the ratio to the bare COPY.

    `ratio` is of the load without making the search table, which has a benchmark of
    its own; `ratio_with_search` is of everything. Loads `file`, or `size` permits.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = _plain(file, Path(folder), size, progress)
        with scratch.database(SCRATCH, keep=False):
            progress("bare COPY")
            bare = copy_bare(path)
            progress("load into empty tables")
            result, seconds = load(path)
        megabytes = path.stat().st_size / 1e6
    return summary(result, seconds, bare) | {"file_mb": round(megabytes)}


def copy_bare(path: Path) -> float:
    """Seconds that COPY takes into a table of text columns without index or key."""
    with path.open("rb") as file, connection.cursor() as cursor:
        header = file.readline().decode("utf-8-sig").strip().split(",")
        columns = sql.SQL(", ").join(
            sql.SQL("{} text").format(sql.Identifier(name)) for name in header
        )
        cursor.execute(sql.SQL("CREATE TABLE bare ({})").format(columns))
        start = time.perf_counter()
        with cursor.copy("COPY bare FROM STDIN (FORMAT csv)") as copy:
            while block := file.read(BLOCK):
                copy.write(block)
        seconds = time.perf_counter() - start
        cursor.execute("DROP TABLE bare")
    return seconds


def load(path: Path) -> tuple[LoadResult, float]:
    """The load's result, and its seconds from the first byte to the last commit."""
    start = time.perf_counter()
    result = ingest(dataset="permits", table=csv_file.open_table(path, PERMITS))
    return result, time.perf_counter() - start


def summary(result: LoadResult, seconds: float, bare: float) -> dict[str, Any]:
    own = seconds - result.seconds.get("search", 0)
    return {
        "rows": result.rows_read,
        "rows_per_second": round(result.rows_read / own),
        "seconds": round(own, 2),
        "bare_copy_seconds": round(bare, 2),
        "ratio": round(own / bare, 2),
        "ratio_with_search": round(seconds / bare, 2),
        "steps": result.seconds,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _plain(file: Path | None, folder: Path, size: int, progress: Progress) -> Path:
    """The file to load, generated or unpacked if need be."""
    path = folder / "permits.csv"
    if file is None:
        progress(f"writing {size:,} generated permits")
        table = sample.table(permits=size, today=timezone.localdate())
        write_csv(table, path, progress=lambda _: None)
        return path
    if file.suffix != ".gz":
        return file
    with gzip.open(file) as packed, path.open("wb") as target:
        shutil.copyfileobj(packed, target)
    return path
