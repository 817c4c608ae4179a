"""kill -9 of the command leaves the old rows, and the next run completes."""

import os
import subprocess
import sys
import time

import pytest
from django.db import connection

from permits.models import Neighborhood, Refresh
from permits.refresh import BusyError, Outcome, refresh
from permits.tests.factories import LoadFactory
from permits.tests.refresh.story import Answer, Ran, loaded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]


def _address() -> str:
    given = connection.settings_dict
    host = given["OPTIONS"].get("host") or given["HOST"]
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@/{given['NAME']}?host={host}&port={given['PORT'] or 5432}"


def _halted() -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-m", "permits.tests.refresh.killed_refresh"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"DATABASE_URL": _address()},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"here\n"
    return process


def _again() -> list[Outcome]:
    """The server needs a moment to see that the killed client is gone."""
    deadline = time.monotonic() + 10
    while True:
        try:
            return refresh()
        except BusyError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_a_killed_refresh(ran: Ran, answers: dict[str, Answer]) -> None:
    Neighborhood.objects.create(name="Mission", load=LoadFactory.create())
    loaded("addenda")
    process = _halted()
    try:
        with pytest.raises(BusyError):
            refresh()
    finally:
        process.kill()
        process.communicate()
    assert Neighborhood.objects.get().name == "Mission"
    assert Refresh.objects.get().status == "running"

    outcomes = {outcome.step: outcome.state for outcome in _again()}
    assert outcomes["desks"] == "succeeded"
    rows = Refresh.objects.filter(step="desks").order_by("pk")
    assert [row.status for row in rows] == ["failed", "succeeded"]
