"""kill -9 at any point leaves the old data whole, and a re-run completes."""

import os
import subprocess
import sys
import time

import pytest
from django.db import connection

from permits.ingest.run import LoadError, LoadResult, ingest
from permits.models import Load, Permit, PermitChange
from permits.tests.ingest.records import load, many, table

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]
POINTS = ("reading", "drop_copies", "log_changes", "update_changed", "insert_new", "keep_best", "search")  # fmt: skip


def _address() -> str:
    given = connection.settings_dict
    host = given["OPTIONS"].get("host") or given["HOST"]
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@/{given['NAME']}?host={host}&port={given['PORT'] or 5432}"


def _kill_at(point: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "permits.tests.ingest.killed_load", point],
        stdout=subprocess.PIPE,
        env=os.environ | {"DATABASE_URL": _address()},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"here\n"
    process.kill()
    process.wait()
    process.stdout.close()


def _again() -> LoadResult:
    """The server needs a moment to see that the killed client is gone."""
    deadline = time.monotonic() + 10
    while True:
        try:
            return ingest(dataset="permits", table=table(many(600, status="complete")))
        except LoadError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_load_leaves_the_old_data_and_a_rerun_completes(point: str) -> None:
    load(*many(300))
    before = list(Permit.objects.order_by("pk").values())
    _kill_at(point)
    assert list(Permit.objects.order_by("pk").values()) == before
    assert not PermitChange.objects.exists()
    assert Load.objects.latest("pk").status == "running"

    result = _again()
    assert (result.rows_inserted, result.rows_changed) == (300, 300)
    assert Permit.objects.filter(status="complete").count() == 600
    assert not Load.objects.filter(status="running").exists()


@pytest.mark.parametrize("point", ["insert_all", "find_touched_whole"])
def test_a_killed_first_load_leaves_the_tables_as_they_were(point: str) -> None:
    _kill_at(point)
    assert not Permit.objects.exists()
    assert _again().rows_inserted == 600
