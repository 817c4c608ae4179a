"""How the search box reads a line, what it finds, and how the database finds it."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from permits.search.explain import explain


class Command(BaseCommand):
    help = "Explain a search: its reading, its results and the plan of its query."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", nargs="?", help="What is typed into the box.")
        parser.add_argument("--file", type=Path, help="JSON lines with id and query.")
        parser.add_argument("--json", action="store_true", help="One line of JSON.")
        parser.add_argument("--exact", action="store_true", help="Correct nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["text"] is None) == (options["file"] is None):
            raise CommandError("Give either the text of a search or --file.")
        for row, text in _searches(options):
            result = row | explain(text, exact=options["exact"])
            indent = None if options["json"] or options["file"] else 2
            self.stdout.write(json.dumps(result, indent=indent))


def _searches(options: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    if options["file"] is None:
        # What the shell passes that is not UTF-8 arrives as lone surrogates.
        yield {}, options["text"]
        return
    try:
        text = options["file"].read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise CommandError(f"{options['file']}: {error.strerror}.") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _row(line, f"{options['file']} line {number}")


def _row(line: str, where: str) -> tuple[dict[str, Any], str]:
    try:
        row = json.loads(line)
        query = str(row["query"]) * int(row.get("query_repeat") or 1)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CommandError(f"{where} is not an object with a query.") from error
    return ({"id": row["id"]} if "id" in row else {}), query
