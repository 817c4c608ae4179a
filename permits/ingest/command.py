"""What `manage.py ingest` does for a data set: open its source, load, show how far."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from permits.ingest import csv_file, geojson_file, soda
from permits.ingest.datasets import DATASETS, Dataset
from permits.ingest.run import LoadResult, ingest
from permits.ingest.source import RawTable

EVERY = 2_000


@dataclass(frozen=True, slots=True)
class Request:
    """What the operator asked for; without a file the city's API is the source."""

    file: Path | None = None
    since: dt.date | None = None
    days: int | None = None
    limit: int | None = None
    allow_fewer: bool = False


def ingest_one(name: str, request: Request) -> LoadResult:
    """Load one data set. Raises as run.ingest does."""
    dataset = DATASETS[name]
    with _open(dataset, request) as table, _progress(table, name) as advance:
        return ingest(
            dataset=name,
            table=table,
            progress=advance,
            allow_fewer=request.allow_fewer,
        )


@contextmanager
def _open(dataset: Dataset, request: Request) -> Iterator[RawTable]:
    if request.file:
        form = geojson_file if geojson_file.is_named(request.file) else csv_file
        yield form.open_table(request.file, dataset, limit=request.limit)
        return
    since = request.since
    if request.days:
        since = timezone.localdate() - dt.timedelta(days=request.days)
    query = soda.Query(since=since.isoformat() if since else None, limit=request.limit)
    with soda.Client() as client:
        yield client.open_table(dataset, query)


class Rate(ProgressColumn):
    """Rows a second since the start."""

    def render(self, task: Task) -> Text:
        seconds = task.elapsed or 0
        rows = task.fields["rows"]
        return Text(f"{rows:,} rows, {rows / seconds if seconds else 0:,.0f}/s")


@contextmanager
def _progress(table: RawTable, name: str) -> Iterator[Callable[[int], None]]:
    """A bar on standard error: by rows where their number is known, else by bytes."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(name, total=1.0, rows=0)
        last = 0

        def advance(rows: int) -> None:
            nonlocal last
            if rows - last >= EVERY:
                last = rows
                bar.update(task, completed=_share(table, rows), rows=rows)

        yield advance
        bar.update(task, completed=1.0)


def _share(table: RawTable, rows: int) -> float:
    if table.read_share:
        return table.read_share()
    return rows / table.total if table.total else 0.0
