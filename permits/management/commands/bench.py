"""manage.py bench NAME: measure one part at the size of the city's record."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from permits import bench
from permits.ingest.run import LoadError
from permits.ingest.source import SourceError


class Command(BaseCommand):
    help = "Measure one part at the size of the city's record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=sorted(bench.known()))
        parser.add_argument("--json", action="store_true", help="one line of JSON")
        parser.add_argument("--permits", type=int, metavar="N", help="1,300,000")
        parser.add_argument("--size", type=int, help="sets to make, 200 (plans)")
        parser.add_argument("--file", type=Path, help="a CSV file to load (ingest)")
        parser.add_argument("--queries", type=int, help="searches to ask (search)")
        parser.add_argument("--pages", type=int, help="of each kind to ask (pages)")
        parser.add_argument("--seed", type=int, help="of what is asked (search, pages)")
        parser.add_argument(
            "--keep", help="the scratch database to fill, or to use again (pages)"
        )
        parser.add_argument(
            "--contacts", type=Path, help="a CSV file of contacts (entities)"
        )
        parser.add_argument("--truth", type=Path, help="the labels, a CSV (entities)")
        parser.add_argument(
            "--key", help="the contacts' column that labels name, id (entities)"
        )
        parser.add_argument("--corpus", type=Path, help="a folder to load (retrieval)")
        parser.add_argument(
            "--questions", type=Path, help="labelled questions, JSON lines (retrieval)"
        )
        parser.add_argument(
            "--synthetic", type=int, metavar="N", help="100,000 chunks (retrieval)"
        )
        parser.add_argument(
            "--stored", action="store_true", help="with the database too (entities)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            figures = bench.run(
                options["name"],
                progress=self.stderr.write,
                size=options["size"] or options["permits"],
                file=options["file"],
                queries=options["queries"],
                pages=options["pages"],
                seed=options["seed"],
                keep=options["keep"],
                contacts=options["contacts"],
                truth=options["truth"],
                key=options["key"],
                corpus=options["corpus"],
                questions=options["questions"],
                synthetic=options["synthetic"],
                stored=options["stored"] or None,
            )
        except (bench.BenchError, SourceError, LoadError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(figures))
            return
        for name, value in figures.items():
            self.stdout.write(f"{name}: {value}")
