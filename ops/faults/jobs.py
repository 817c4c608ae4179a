"""The jobs faults happen to. Each leaves a line when it is done: its one effect."""

import datetime as dt
import os
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from ops.jobs import DAYS, MINUTES, Job

if TYPE_CHECKING:
    from ops.cron_log import Run

LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Once:
    """Due at one moment, which the fault writes down before its worker starts."""

    def latest(self, at: dt.datetime) -> dt.datetime:
        path = _slot()
        due = dt.datetime.fromisoformat(path.read_text()) if path.exists() else at
        return due if path.exists() and due <= at else LONG_AGO

    def following(self, at: dt.datetime) -> dt.datetime:
        return at + 365 * DAYS

    def words(self) -> str:
        return "once"


def due_at(moment: dt.datetime) -> None:
    """Have every job that is caught up be due then."""
    _slot().write_text(moment.isoformat())


def _slot() -> Path:
    return Path(settings.VAR_DIR) / "slot"


def effects(jobs: Iterable[Job]) -> list[int]:
    """How often each was done to its end."""
    return [_lines(job.name) for job in jobs]


def _effect(name: str) -> Path:
    return Path(settings.VAR_DIR) / f"{name}.effect"


def _lines(name: str) -> int:
    path = _effect(name)
    return len(path.read_text().splitlines()) if path.exists() else 0


def works(run: "Run", *, seconds: str) -> None:
    """Take a while, then leave a line."""
    time.sleep(float(seconds))
    with _effect(run.row.job_name).open("a") as file:
        file.write("done\n")


def kills_its_process(_run: "Run") -> None:
    """End as one that ran out of memory does."""
    os.kill(os.getpid(), signal.SIGKILL)


def _job(name: str, function: str, *, caught_up: bool = False, **arguments: str) -> Job:
    return Job(
        name=f"fault.{name}",
        title=f"The job {name}",
        schedule=Once(),
        function=f"ops.faults.jobs.{function}",
        arguments=arguments,
        limit=10 * MINUTES,
        attempts=3,
        catch_up=1 * DAYS if caught_up else None,
    )


SHORT = _job("short", "works", seconds="3")
MIDDLING = _job("middling", "works", seconds="8")
LONG = _job("long", "works", seconds="300")
POISON = _job("poison", "kills_its_process")
BLOCKERS = tuple(_job(f"blocker_{n}", "works", seconds="8") for n in (1, 2))
QUEUED = tuple(
    _job(f"queued_{n}", "works", caught_up=True, seconds="2") for n in range(1, 7)
)
ALL = (SHORT, MIDDLING, LONG, POISON, *BLOCKERS, *QUEUED)
