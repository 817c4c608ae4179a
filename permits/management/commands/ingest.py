"""manage.py ingest permits | all: load the city's data from a file or its API."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from permits.ingest.command import Request, ingest_one
from permits.ingest.datasets import DATASETS
from permits.ingest.run import LoadError
from permits.ingest.source import SourceError


class Command(BaseCommand):
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
        failed = []
        for name in DATASETS if every else [options["dataset"]]:
            try:
                result = ingest_one(name, request)
            except (SourceError, LoadError, DatabaseError) as error:
                failed.append(name)
                self.stderr.write(f"{name}: {error}".strip().replace("\n", " "))
            else:
                self.stderr.write(result.sentence(name), self.style.SUCCESS)
                if options["json"]:
                    self.stdout.write(json.dumps(result.counts()))
        if failed:
            sys.exit(1)

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
