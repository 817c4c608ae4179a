"""manage.py audit_queries: how the queries of every page fare, at the current size."""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from ops.audit import pages, run, show


class Command(BaseCommand):
    help = (
        "Run the queries of every page and API route over real parameters, have"
        " PostgreSQL explain them, and exit with 1 if anything is over a limit."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one line of JSON")
        parser.add_argument(
            "--size", type=int, default=20, metavar="N", help="pages of each kind, 20"
        )
        parser.add_argument(
            "--slow-ms",
            type=float,
            default=50,
            metavar="MS",
            help="what one statement may take, 50",
        )
        parser.add_argument(
            "--route",
            action="append",
            default=[],
            dest="routes",
            metavar="NAME",
            help="only this URL name; again for more",
        )

    def handle(self, *args: Any, size: int, slow_ms: float, **options: Any) -> None:
        if size < 1:
            raise CommandError("--size is at least 1.")
        if unknown := sorted(set(options["routes"]) - set(pages.registered())):
            raise CommandError(f"No pages are registered for {unknown[0]}.")
        with _progress() as progress:
            report = run.run(
                size=size,
                slow_ms=slow_ms,
                routes=options["routes"],
                progress=progress,
            )
        if options["json"]:
            self.stdout.write(json.dumps(show.as_json(report)))
        else:
            show.as_tables(report, Console())
        if not report.is_right:
            raise CommandError("Something is over its limit.")


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("starting", total=None)
        yield lambda what, done, of: shown.update(
            task, description=what, completed=done, total=of
        )
