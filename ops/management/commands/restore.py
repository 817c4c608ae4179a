"""manage.py restore: prove a backup, or bring it back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ops.backups import BackupError, restore, shown, target
from ops.backups.restore import LATEST, Restored


class Command(BaseCommand):
    help = (
        "Restore a backup into a scratch database (--check) or an empty one (--into)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "name",
            nargs="?",
            default=LATEST,
            help="a name that `manage.py backup --list` shows; the latest if not given",
        )
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument(
            "--check",
            action="store_true",
            help="restore beside the site's database, compare every table, remove it",
        )
        where.add_argument(
            "--into",
            metavar="URL",
            help="restore into this empty database: postgresql://user@host/name,"
            " the password in PGPASSWORD or ~/.pgpass",
        )
        parser.add_argument(
            "--uploads",
            type=Path,
            metavar="FOLDER",
            help="with --into, unpack the uploads into this empty folder",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"] and options["uploads"]:
            raise CommandError("--uploads goes with --into.")
        try:
            with shown.bar() as progress:
                if options["check"]:
                    done = restore.check(options["name"], progress=progress)
                else:
                    done = restore.restore_into(
                        options["name"],
                        target.parse(options["into"]),
                        uploads=options["uploads"],
                        progress=progress,
                    )
        except BackupError as error:
            raise CommandError(str(error)) from error
        self._tell(done, unpacked=options["uploads"] is not None or options["check"])

    def _tell(self, done: Restored, *, unpacked: bool) -> None:
        found = done.manifest
        self.stdout.write(
            f"{found.name} came back whole: {len(found.tables)} tables,"
            f" {found.rows:,} rows, {done.uploads:,} uploads, in {done.seconds:.0f} s."
        )
        if found.left_out:
            self.stdout.write(
                "It was made without the city's data: manage.py ingest all loads it."
            )
        if found.uploads and not unpacked:
            self.stdout.write("Its uploads were not unpacked: --uploads FOLDER does.")
