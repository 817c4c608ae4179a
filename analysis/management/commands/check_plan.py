"""manage.py check_plan FILE.pdf: what the City would send back, without a job."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn
from rich.table import Table

from analysis import pdf, run
from analysis.models import PlanJob
from analysis.plan_set import Submission
from analysis.run_job.submission import submission


class Command(BaseCommand):
    help = "Check a plan set as the City would. Exit 0 with findings or without."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.pdf")
        parser.add_argument("--json", action="store_true", help="one line of JSON")
        parser.add_argument("--address", default="", help="as the permit has it")
        parser.add_argument("--permit", default="", help="number of a permit on record")
        parser.add_argument("--proposal", default="", help="what is being built")
        parser.add_argument(
            "--addendum", action="store_true", help="not a first submittal"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with _bar(shown=not options["json"]) as progress:
                report = run.check(options["file"], _said(options), progress)
        except (pdf.PdfError, OSError) as error:
            raise CommandError(_words(error)) from error
        said = run.as_json(report)
        if options["json"]:
            self.stdout.write(json.dumps(said))
            return
        _show(said, Console())


def _said(options: dict[str, Any]) -> Submission:
    """As of a job that is not kept, so that the record adds the same."""
    job = PlanJob(
        address=options["address"],
        permit_number=options["permit"],
        proposal=options["proposal"],
        is_addendum=options["addendum"],
    )
    return submission(job)


def _words(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}."
    return str(error)


@contextmanager
def _bar(*, shown: bool) -> Iterator[pdf.Progress]:
    columns = ("Sheets", BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not shown) as bar:
        task = bar.add_task("", total=None)

        def advance(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        yield advance


def _show(said: dict[str, Any], console: Console) -> None:
    sheets = Table("Page", "Sheet", "Name", "Size, in", "Scale", "Drawn as", "Text")
    for one in said["sheets"]:
        sheets.add_row(
            str(one["number"]),
            escape(one["sheet_number"] or "not found"),
            escape(one["sheet_name"] or "not found"),
            f"{one['width_in']:g} x {one['height_in']:g}",
            escape(one["scale"] or "none found"),
            one["kind"],
            "yes" if one["text"] else "no",
        )
    findings = Table("Rule", "Verdict", "Weight", "Pages", "What was seen")
    for one in said["findings"]:
        pages = ", ".join(map(str, one["sheets"])) or "all"
        row = (one["rule"], _verdict(one), one["severity"], pages, one["evidence"])
        findings.add_row(*map(escape, row))
    console.print(sheets, findings)
    if said["looked"]:
        console.print(escape(said["looked"]))
    console.print(f"{said['pages']} pages, {said['seconds']} s, {said['peak_mb']} MB")


def _verdict(said: dict[str, Any]) -> str:
    """With whose it is, where it was not measured."""
    if said["origin"] == "measured":
        return str(said["verdict"])
    return f"{said['verdict']} (Claude, {said['confidence']:.0%} sure)"
