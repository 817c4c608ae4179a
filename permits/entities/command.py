"""What resolve_entities and build_graph have in common as commands."""

import json
from argparse import ArgumentParser
from typing import Any, Protocol

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from rich.console import Console

from permits.derived import BusyError, Progress


class Report(Protocol):
    """What came of it, in words and in figures."""

    def figures(self) -> dict[str, Any]: ...
    def sentence(self) -> str: ...


class DerivingCommand(BaseCommand):
    """Brings derived tables up to date; shows how far it is on standard error."""

    def derive(self, *, whole: bool, progress: Progress) -> Report:
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--whole", action="store_true", help="from nothing, changed or not"
        )
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        with Console(stderr=True).status("Starting") as status:

            def show(step: str, rows: int) -> None:
                status.update(f"{step}: {rows:,}" if rows else step)

            try:
                report = self.derive(whole=options["whole"], progress=show)
            except (BusyError, DatabaseError) as error:
                raise CommandError(str(error).strip()) from error
        said = json.dumps(report.figures()) if options["json"] else report.sentence()
        self.stdout.write(said)
