"""manage.py backup: make a backup now, or show those there are."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from ops.backups import BackupError, shown, stores
from ops.backups.make import back_up


class Command(BaseCommand):
    help = "Back up the database and the uploads to a folder or bucket (BACKUP_URL)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--without-city-data",
            action="store_true",
            help="leave out what can be loaded from the city again",
        )
        parser.add_argument("--list", action="store_true", help="show all backups")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["list"]:
                self._list()
            else:
                self._make(without_city_data=options["without_city_data"])
        except BackupError as error:
            raise CommandError(str(error)) from error

    def _make(self, *, without_city_data: bool) -> None:
        with shown.bar() as progress:
            made = back_up(without_city_data=without_city_data, progress=progress)
        self.stdout.write(
            f"{made.name}: {len(made.tables)} tables, {made.rows:,} rows,"
            f" {made.uploads:,} uploads, {shown.size(made.size)}"
            f" in {made.seconds:.0f} s, kept in {settings.BACKUP_ADDRESS}."
        )

    def _list(self) -> None:
        store = stores.store()
        table = Table("backup", "rows", "uploads", "size", "left out")
        for name in store.names():
            found = store.manifest(name)
            left_out = f"{len(found.left_out)} tables" if found.left_out else "nothing"
            table.add_row(
                name,
                f"{found.rows:,}",
                f"{found.uploads:,}",
                shown.size(found.size),
                left_out,
            )
        Console().print(table)
        self.stdout.write(f"Kept in {settings.BACKUP_ADDRESS}.")
