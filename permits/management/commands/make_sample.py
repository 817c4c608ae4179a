import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils import timezone
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from permits.ingest.run import LoadError
from permits.ingest.source import RawTable, SourceError
from permits.refresh.command import RefreshingCommand
from permits.sample import DATASETS, tables
from permits.sample.load import (
    RealDataLoadedError,
    load,
    refuse_over_real_data,
    write_csv,
)

REFUSALS = RealDataLoadedError, SourceError, LoadError, DatabaseError, OSError


class Command(RefreshingCommand):
    help = "Load invented records of every data set, or write one data set to a file."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--permits", type=count, required=True, metavar="N")
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument(
            "--today",
            type=dt.date.fromisoformat,
            default=timezone.localdate(),
            metavar="YYYY-MM-DD",
            help="the last day of filing; the same day gives the same records",
        )
        parser.add_argument(
            "--only",
            choices=DATASETS,
            help="one data set instead of all; with --csv the permits unless told",
        )
        parser.add_argument(
            "--csv",
            type=csv_path,
            metavar="FILE.csv[.gz]",
            help="write the records there instead of loading them",
        )
        parser.add_argument(
            "--no-refresh",
            action="store_true",
            help="leave what is made from the records as it is",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["csv"]
        only = options["only"] or ("permits" if path else None)
        permits = options["permits"]
        made = tables(permits=permits, seed=options["seed"], today=options["today"])
        try:
            if not path:
                refuse_over_real_data()
            with bar() as progress:
                for name, table in made:
                    if only in {None, name}:
                        self.tell(name, self.put(name, table, path, progress), options)
        except REFUSALS as error:
            raise CommandError(str(error)) from error
        if path or options["no_refresh"]:
            return
        if not self.refreshed_after_load():
            raise CommandError("The sample is loaded; not all could be made from it.")

    def tell(self, name: str, records: int, options: dict[str, Any]) -> None:
        what = f"{records:,} records of {name.replace('_', ' ')}"
        if name == "permits":
            what = f"{options['permits']:,} permits ({records:,} records)"
        where = f" to {options['csv']}" if options["csv"] else ""
        self.stdout.write(f"{what} written{where}.")

    def put(
        self, name: str, table: RawTable, path: Path | None, progress: Progress
    ) -> int:
        task = progress.add_task(name.replace("_", " "), total=100)

        def show(_rows: int) -> None:
            share = table.read_share() if table.read_share else 0
            progress.update(task, completed=round(share * 100))

        if path:
            return write_csv(table, path, progress=show)
        result = load(table, dataset=name, progress=show)
        progress.update(task, completed=100)
        return result.rows_read


def bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 10_000_000:  # noqa: PLR2004
        raise argparse.ArgumentTypeError(f"{text!r} is not from 1 to 10,000,000")
    return int(text)


def csv_path(text: str) -> Path:
    path = Path(text)
    if not path.name.endswith((".csv", ".csv.gz")):
        raise argparse.ArgumentTypeError(f"{text!r} does not end in .csv or .csv.gz")
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {str(path.parent)!r}")
    return path
