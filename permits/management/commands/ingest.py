"""manage.py ingest permits | all: load the city's data, then refresh what it feeds."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from json import dumps
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError

from permits.ingest.command import Request, ingest_one
from permits.ingest.datasets import DATASETS
from permits.ingest.run import LoadError
from permits.ingest.source import SourceError
from permits.refresh.command import RefreshingCommand


class Command(RefreshingCommand):
    help = "Load a data set of the city from a CSV file, or from its API."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dataset", choices=[*DATASETS, "all"])
        parser.add_argument("--file", type=Path, help="a CSV file, .gz too")
        window = parser.add_mutually_exclusive_group()
        window.add_argument("--since", type=_day, help="rows since YYYY-MM-DD (API)")
        window.add_argument("--days", type=_count, help="rows of the last N days (API)")
        parser.add_argument("--limit", type=_count, help="the first N rows only")
        parser.add_argument("--json", action="store_true", help="end with a JSON line")
        parser.add_argument(
            "--allow-fewer",
            action="store_true",
            help="accept a source with less than half the rows it had before",
        )
        parser.add_argument(
            "--no-refresh",
            action="store_true",
            help="leave what is made from the data as it is (see manage.py refresh)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        request = Request(
            file=options["file"],
            since=options["since"],
            days=options["days"],
            limit=options["limit"],
            allow_fewer=options["allow_fewer"],
        )
        self._refuse_mixtures(options["dataset"], request)
        every = options["dataset"] == "all"
        names = list(DATASETS) if every else [options["dataset"]]
        loaded = [self._load(name, request, json=options["json"]) for name in names]
        right = all(loaded)
        if any(loaded) and not options["no_refresh"]:
            right &= self.refreshed_after_load()
        if not right:
            sys.exit(1)

    def _load(self, name: str, request: Request, *, json: bool) -> bool:
        """Whether it was loaded; if not, why not was told."""
        try:
            result = ingest_one(name, request)
        except (SourceError, LoadError, DatabaseError) as error:
            self.stderr.write(f"{name}: {error}".strip().replace("\n", " "))
            return False
        self.stderr.write(result.sentence(name), self.style.SUCCESS)
        if json:
            self.stdout.write(dumps(result.counts()))
        return True

    def _refuse_mixtures(self, dataset: str, request: Request) -> None:
        if request.file and dataset == "all":
            raise CommandError("--file goes with one data set, not with all.")
        if request.file and (request.since or request.days):
            raise CommandError("--since and --days go with the API, not with --file.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a date like 2024-03-01") from error


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100_000_000:  # noqa: PLR2004
        raise ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)
