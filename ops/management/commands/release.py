"""manage.py release: what a deploy does before the new version takes requests."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from ops import migrating, startup


class Command(BaseCommand):
    help = (
        "Apply migrations without holding up a live site, and load what changed in the"
        " rules. Exits with 1, in words, if a table stays locked."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, default, what in (
            ("lock-seconds", 5.0, "how long a migration waits for a table"),
            ("statement-seconds", 900.0, "how long one of its statements may take"),
        ):
            parser.add_argument(
                f"--{name}",
                type=float,
                default=default,
                metavar="S",
                help=f"{what}, {default:g}",
            )
        parser.add_argument(
            "--attempts", type=int, default=3, metavar="N", help="tries in all, 3"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if min(options["lock_seconds"], options["statement_seconds"]) <= 0:
            raise CommandError("A time-out is more than 0 seconds.")
        if options["attempts"] < 1:
            raise CommandError("--attempts is at least 1.")
        try:
            migrating.migrate(
                lock_seconds=options["lock_seconds"],
                statement_seconds=options["statement_seconds"],
                attempts=options["attempts"],
                say=self.stdout.write,
            )
        except migrating.MigrationError as error:
            raise CommandError(str(error)) from error
        startup.run_registered(self.stdout.write)
        self.stdout.write("The tables are up to date.")
