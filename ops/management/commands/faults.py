"""manage.py faults: break a site in every way, and see that it does what it should."""

import dataclasses
import json
from argparse import SUPPRESS, ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from ops import processes
from ops.faults import sandbox
from ops.faults.outcome import Outcome
from ops.faults.table import FAULTS


class Command(BaseCommand):
    help = "Break a site made for it, in a folder and on ports of its own: 20 minutes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = ", ".join(FAULTS)
        parser.add_argument(
            "names", nargs="*", metavar="NAME", help=f"all if none is named: {names}"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--inside", action="store_true", help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        names = options["names"] or list(FAULTS)
        if unknown := [name for name in names if name not in FAULTS]:
            raise CommandError(
                f"No fault {unknown[0]!r}; there are {', '.join(FAULTS)}."
            )
        processes.exit_on_signals(1)
        try:
            if options["inside"]:
                for line in sandbox.inside(names):
                    self.stdout.write(line)
                    self.stdout.flush()
                return
            found = self._watch(names)
        except sandbox.SandboxError as error:
            raise CommandError(str(error)) from error
        self._tell(found, as_json=options["json"])

    def _watch(self, names: list[str]) -> list[Outcome]:
        console, found = Console(stderr=True, highlight=False), []
        with console.status(f"Making {len(names)} faults"):
            for outcome in sandbox.outcomes(names):
                found.append(outcome)
                console.print(f"{_verdict(outcome)} {outcome.fault}: {outcome.seen}")
        return found

    def _tell(self, found: list[Outcome], *, as_json: bool) -> None:
        if as_json:
            listed = [dataclasses.asdict(outcome) for outcome in found]
            self.stdout.write(json.dumps(listed, indent=1))
        else:
            table = Table("fault", "expected", "seen", "", show_lines=True)
            for one in found:
                table.add_row(one.fault, one.expected, one.seen, _verdict(one))
            Console().print(table)
        if off := sum(not outcome.passed for outcome in found):
            raise CommandError(f"{off} of {len(found)} were not as expected.")


def _verdict(outcome: Outcome) -> str:
    return "[green]right[/]" if outcome.passed else "[red]off[/]"
