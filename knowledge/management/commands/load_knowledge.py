"""manage.py load_knowledge PATH...: load articles and City texts into the corpus."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from knowledge import embed_corpus
from knowledge.embed import EmbeddingError
from knowledge.load import LoadReport, Progress, SourceFileError, load_documents


class Command(BaseCommand):
    help = "Load folders or files (.md, .txt, .pdf) that questions are answered from."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="*",
            type=Path,
            metavar="PATH",
            help="those of KNOWLEDGE_PATHS if none is given",
        )
        parser.add_argument(
            "--embed-again",
            action="store_true",
            help="then embed all with the model that is set now, and switch to it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        paths, again = options["paths"], options["embed_again"]
        refused = False
        if paths or not again:
            refused = self._load(paths or settings.KNOWLEDGE_PATHS)
        if again:
            self._embed_again()
        if refused:
            sys.exit(1)

    def _load(self, paths: list[Path]) -> bool:
        """Load, tell what came of it; whether a file was refused."""
        try:
            with _bar() as progress:
                report = load_documents(paths, progress=progress)
        except SourceFileError as error:
            raise CommandError(str(error)) from error
        self._tell(report)
        return bool(report.refused)

    def _embed_again(self) -> None:
        try:
            with _bar() as progress:
                number = embed_corpus.embed_corpus(progress=progress)
        except EmbeddingError as error:
            raise CommandError(f"Nothing has been switched: {error}") from error
        self.stderr.write(f"{number:,} passages embedded.", self.style.SUCCESS)

    def _tell(self, report: LoadReport) -> None:
        for name, problems in report.problems.items():
            self.stderr.write(f"{name}: {'; '.join(problems)}", self.style.WARNING)
        for name, reason in report.refused.items():
            self.stderr.write(f"{name}: refused. {reason}")
        if report.notice:
            self.stderr.write(report.notice, self.style.WARNING)
        self.stderr.write(report.sentence(), self.style.SUCCESS)


@contextmanager
def _bar() -> Iterator[Progress]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, Any] = {}

        def advance(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of)
            bar.update(tasks[what], completed=done, total=of)

        yield advance
