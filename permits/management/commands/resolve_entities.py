"""manage.py resolve_entities: decide which contacts are one person or firm."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from rich.console import Console

from permits.entities.store import resolve_entities
from permits.entities.tables import BusyError


class Command(BaseCommand):
    help = "Resolve all contacts into people and firms; ids stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        with Console(stderr=True).status("Starting") as status:

            def show(step: str, rows: int) -> None:
                status.update(f"{step}: {rows:,}" if rows else step)

            try:
                result = resolve_entities(progress=show)
            except (BusyError, DatabaseError) as error:
                raise CommandError(str(error).strip()) from error
        if options["json"]:
            self.stdout.write(json.dumps(result.figures()))
        else:
            self.stdout.write(result.sentence())
