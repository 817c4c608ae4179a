"""manage.py refresh: make the derived tables anew that what was loaded calls for."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from permits.refresh import steps
from permits.refresh.command import RefreshingCommand


class Command(RefreshingCommand):
    help = "Bring people and firms, baselines and statistics up to date with the loads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = [step.name for step in steps.STEPS]
        parser.add_argument(
            "steps", nargs="*", metavar="STEP", help=f"all, or of: {', '.join(names)}"
        )
        self.add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        only = options["steps"] or None
        if unknown := set(only or ()) - {step.name for step in steps.STEPS}:
            raise CommandError(f"There is no step {', '.join(sorted(unknown))}.")
        self.run_steps(only, options)
