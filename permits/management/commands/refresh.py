"""manage.py refresh: make the derived tables anew that what was loaded calls for."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from permits.refresh import BusyError, steps
from permits.refresh.command import RefreshingCommand
from permits.refresh.run import State


class Command(RefreshingCommand):
    help = "Bring people and firms, baselines and statistics up to date with the loads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = [step.name for step in steps.STEPS]
        parser.add_argument(
            "steps", nargs="*", metavar="STEP", help=f"all, or of: {', '.join(names)}"
        )
        parser.add_argument(
            "--whole", action="store_true", help="from nothing, changed or not"
        )
        parser.add_argument("--json", action="store_true", help="end with a JSON line")

    def handle(self, *args: Any, **options: Any) -> None:
        only = options["steps"] or None
        if unknown := set(only or ()) - {step.name for step in steps.STEPS}:
            raise CommandError(f"There is no step {', '.join(sorted(unknown))}.")
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
