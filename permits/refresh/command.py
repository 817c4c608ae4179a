"""What the commands that refresh have in common: show how far it is, tell the end."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from permits.refresh import steps
from permits.refresh.lock import BusyError
from permits.refresh.run import Outcome, State, refresh
from permits.refresh.run import Progress as Listener


class RefreshingCommand(BaseCommand):
    """A command that ends with a refresh, or is one."""

    def refresh(
        self, *, only: Collection[str] | None = None, whole: bool = False
    ) -> list[Outcome]:
        """Run it, and tell on standard error what was made anew and what was not.

        Raises BusyError.
        """
        with shown() as progress:
            outcomes = refresh(only=only, whole=whole, progress=progress)
        for outcome in outcomes:
            self._tell(outcome)
        return outcomes

    def add_options(self, parser: ArgumentParser) -> None:
        """What `run_steps` reads."""
        parser.add_argument(
            "--whole", action="store_true", help="from nothing, changed or not"
        )
        parser.add_argument("--json", action="store_true", help="end with a JSON line")

    def run_steps(
        self, only: Collection[str] | None, options: Mapping[str, Any]
    ) -> None:
        """The whole of a command that is a refresh; leaves with 1 if one failed."""
        try:
            outcomes = self.refresh(only=only, whole=options["whole"])
        except BusyError as error:
            raise CommandError(str(error)) from error
        idle = all(outcome.state == State.CURRENT for outcome in outcomes)
        if idle and options["verbosity"]:
            self.stderr.write("Nothing changed since the last refresh.")
        if options["json"]:
            self.stdout.write(json.dumps([outcome.stored() for outcome in outcomes]))
        if not all(outcome.is_right for outcome in outcomes):
            sys.exit(1)

    def refreshed_after_load(self) -> bool:
        """Whether all is up to date; if not, what is wrong was told."""
        try:
            outcomes = self.refresh()
        except BusyError as error:
            self.stderr.write(f"{error} When it is done, run manage.py refresh.")
            return False
        return all(outcome.is_right for outcome in outcomes)

    def _tell(self, outcome: Outcome) -> None:
        line = f"{outcome.step}: {outcome.sentence}".replace("\n", " ")
        if outcome.state == State.SUCCEEDED:
            self.stderr.write(f"{line} ({outcome.seconds:.1f} s)", self.style.SUCCESS)
        elif not outcome.is_right:
            self.stderr.write(line)


class StepCommand(RefreshingCommand):
    """One step by a name of its own, and then all that is made from it."""

    step: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.add_options(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        self.run_steps(steps.with_followers(self.step), options)


@contextmanager
def shown() -> Iterator[Listener]:
    """A line on standard error for each step that runs."""
    columns = (
        SpinnerColumn(finished_text=" "),
        TextColumn("{task.description}"),
        TextColumn("{task.fields[doing]}", style="dim"),
        TimeElapsedColumn(),
    )
    titles = {step.name: step.title for step in steps.STEPS}
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks = {}

        def show(step: str, words: str, rows: int) -> None:
            if step not in tasks:
                for before in bar.task_ids:
                    bar.update(before, completed=1, doing="")
                tasks[step] = bar.add_task(titles[step], total=1, doing="")
            bar.update(tasks[step], doing=f"{words}: {rows:,}" if rows else words)

        yield show
        for task in bar.task_ids:
            bar.update(task, completed=1, doing="")
