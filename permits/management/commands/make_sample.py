import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from permits.ingest.run import LoadError
from permits.ingest.source import RawTable, SourceError
from permits.sample import table
from permits.sample.load import RealDataLoadedError, load, write_csv

REFUSALS = RealDataLoadedError, SourceError, LoadError, DatabaseError, OSError


class Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.finished_speed or task.speed or 0:,.0f}/s")


class Command(BaseCommand):
    help = "Load invented permits, or write them to a file."

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
            "--csv",
            type=csv_path,
            metavar="FILE.csv[.gz]",
            help="write the records there instead of loading them",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        permits, path = options["permits"], options["csv"]
        made = table(permits=permits, seed=options["seed"], today=options["today"])
        try:
            with bar() as progress:
                records = self.put(made, path, progress, permits)
        except REFUSALS as error:
            raise CommandError(str(error)) from error
        where = f" to {path}" if path else ""
        self.stdout.write(f"{permits:,} permits ({records:,} records) written{where}.")

    def put(
        self, made: RawTable, path: Path | None, progress: Progress, permits: int
    ) -> int:
        task = progress.add_task("Sample data", total=permits)

        def show(_rows: int) -> None:
            share = made.read_share() if made.read_share else 0
            progress.update(task, completed=round(share * permits))

        if path:
            return write_csv(made, path, progress=show)
        return load(made, progress=show).rows_read


def bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
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
