"""A database beside the current one, so that a benchmark never touches the record."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from permits import sample
from permits.bench import BenchError
from permits.ingest.run import ingest
from permits.models import Load, Permit, Refresh
from permits.querysets import last_loads, last_refreshes
from permits.refresh import refresh
from permits.refresh.run import Progress as RefreshProgress
from permits.refresh.run import State


def permits_held() -> int:
    """How many permits the database has; none if it has no tables yet."""
    if Permit._meta.db_table not in connection.introspection.table_names():
        return 0
    return Permit.objects.count()


@contextmanager
def database(name: str, *, keep: bool) -> Iterator[None]:
    """The connection, on the migrated database `name`; removed after, or kept."""
    settings, current = connection.settings_dict, connection.settings_dict["NAME"]
    if not keep:
        _execute(f"DROP DATABASE IF EXISTS {name}")
    if not _exists(name):
        _execute(f"CREATE DATABASE {name}")
    connection.close()
    settings["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        _execute("CHECKPOINT")
        yield
    finally:
        connection.close()
        settings["NAME"] = current
        if not keep:
            _execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def fill(size: int, seed: int, progress: Callable[[str], None]) -> None:
    """Load the sample of all data sets and refresh, as in production; then VACUUM.

    What is loaded already stays, so that a fill which was stopped goes on.
    """
    held = last_loads()
    for name, table in sample.tables(
        permits=size, seed=seed, today=timezone.localdate()
    ):
        if name not in held:
            progress(f"loading {name} of {size:,} generated permits")
            ingest(dataset=name, table=table)
    outcomes = refresh(progress=_changes_of(progress))
    for outcome in outcomes:
        if not outcome.is_right:
            raise BenchError(f"{outcome.step}: {outcome.sentence}")
    if any(outcome.state == State.SUCCEEDED for outcome in outcomes):
        progress("vacuuming")
        _execute("VACUUM ANALYZE")


def _changes_of(progress: Callable[[str], None]) -> RefreshProgress:
    """Says what a refresh is doing, each thing once."""
    last = ""

    def show(step: str, words: str, _rows: int) -> None:
        nonlocal last
        said = f"{step}: {words or 'starting'}"
        if said != last:
            progress(said)
        last = said

    return show


def seconds_of_steps() -> dict[str, dict[str, Any]]:
    """What each load and each refresh of the record at hand took."""
    loads = {
        name: {"rows": load.rows_read, "seconds": _seconds(load)}
        for name, load in last_loads().items()
    }
    refreshes = {step: _seconds(run) for step, run in last_refreshes().items()}
    return {"loads": loads, "refreshes": refreshes}


def _seconds(run: Load | Refresh) -> float:
    if run.finished_at is None:
        raise BenchError(f"{run} is not done.")
    return round((run.finished_at - run.started_at).total_seconds(), 1)


def _exists(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
