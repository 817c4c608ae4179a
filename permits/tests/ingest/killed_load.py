"""A process that loads and stops at a named point, to be killed there by a test.

Run as a script with the point, and the database's address in the environment.
"""

import os
import sys
import time
from collections.abc import Iterator
from unittest.mock import patch

import django
from psycopg import sql

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sfpermits.settings")
django.setup()

from permits.ingest import run, statements  # noqa: E402 - after the settings
from permits.ingest.source import RawRow, RawTable  # noqa: E402
from permits.tests.ingest.records import COLUMNS, many  # noqa: E402


def halt() -> None:
    sys.stdout.write("here\n")
    sys.stdout.flush()
    time.sleep(60)


def rows(point: str) -> Iterator[RawRow]:
    for line, values in enumerate(many(600, status="complete"), start=2):
        if point == "reading" and line == 400:
            halt()
        yield RawRow(line, list(values.values()))


def stop_at(point: str) -> None:
    """Halt when the step of the name begins."""
    if point == "search":
        run._refresh_search = lambda load_id: halt()
        return
    run._refresh_search = lambda load_id: None
    step = statements.run

    def watched(name: str, **parts: sql.Composable) -> int:
        if name == point:
            halt()
        return step(name, **parts)

    patch("permits.ingest.load.run", watched).start()


if __name__ == "__main__":
    stop_at(sys.argv[1])
    table = RawTable("csv", "permits.csv", COLUMNS, rows(sys.argv[1]))
    run.ingest(dataset="permits", table=table)
