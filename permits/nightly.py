"""What the nightly jobs of the record do (declared in jobs.py)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from ops import data_version
from ops.cron_log import Run
from ops.jobs import SkipError
from ops.status import DataAge
from permits import querysets
from permits import refresh as refreshes
from permits.derived import WRITTEN
from permits.ingest import soda
from permits.ingest.datasets import DATASETS, PERMITS, Dataset
from permits.ingest.run import ingest as load
from permits.ingest.run import take_lock
from permits.models import Load
from permits.refresh.prune import prune_refreshes
from permits.refresh.run import State
from permits.search import index

# The city writes some changes down days after their own date.
OVERLAP = dt.timedelta(days=3)
# A longer gap is not filled day by day: the data set is read whole.
LONGEST_GAP = dt.timedelta(days=30)
# Loaded every night: a second night missed is late.
LATE_AFTER = dt.timedelta(hours=48)


def ingest(run: Run, *, dataset: str) -> None:
    """Load what is new since the last load. Raises SkipError, or as ingest.run does."""
    entry = DATASETS[dataset]
    since = _since(entry)
    with soda.Client() as client:
        table = client.open_table(entry, soda.Query(since=since))
        run.say(f"Reading {table.origin}: {table.total:,} rows")
        result = load(
            dataset=dataset,
            table=table,
            progress=lambda rows: run.progress("Rows read", rows),
        )
    changed = result.rows_inserted + result.rows_changed
    run.figures(read=result.rows_read, changed=changed)
    run.say(result.sentence(dataset))


def _since(dataset: Dataset) -> str | None:
    """The day from which to ask; None asks for everything."""
    last = _last_city_load(dataset.name)
    if last is None:
        raise SkipError(
            "Not loaded from the city yet: the first load is by hand,"
            f" manage.py ingest {dataset.name}."
        )
    if timezone.now() - last.started_at > LONGEST_GAP:
        return None
    # The city publishes days late, and a file may have been old when it was loaded:
    # what is held ends where the city's data did, not when it was asked for.
    known = _city_loads(dataset.name).aggregate(as_of=Max("data_as_of"))["as_of"]
    return (timezone.localdate(known or last.started_at) - OVERLAP).isoformat()


def _last_city_load(dataset: str) -> Load | None:
    """The newest load, if it was not a sample: then what is held is the city's."""
    last = querysets.last_load(dataset)
    return last if last and last.source != Load.Source.SAMPLE else None


def _city_loads(dataset: str) -> QuerySet[Load]:
    done = Load.objects.filter(dataset=dataset, status=Load.Status.SUCCEEDED)
    return done.exclude(source=Load.Source.SAMPLE)


class StaleError(Exception):
    """Figures could not be made anew; the message says why, the old ones stay."""


def refresh(run: Run, *, step: str) -> None:
    """Bring what one step makes up to date. Raises StaleError or refresh.BusyError."""
    (outcome,) = refreshes.refresh(
        only=[step], progress=lambda _step, words, rows: run.progress(words, rows)
    )
    if not outcome.is_right:
        raise StaleError(outcome.sentence)
    is_current = outcome.state == State.CURRENT
    run.figures(changed=0 if is_current else _written(outcome.figures))
    run.say(outcome.sentence)


def _written(figures: Mapping[str, Any]) -> int | None:
    """The rows of all tables of a step; None if it does not count them."""
    tables = [figures, *figures.get("rows", {}).values()]
    counts = [table[name] for table in tables for name in WRITTEN if name in table]
    return sum(counts) if counts else None


def purge_refreshes(run: Run) -> None:
    """Remove rows of the log of refreshes that are no longer kept."""
    run.figures(changed=prune_refreshes())


def search(run: Run) -> None:
    """Recount the words and reorder the rows. Raises LoadError during a load.

    What a load wrote to the index meanwhile would be lost, so it holds the load's lock.
    """
    found = querysets.statistics()
    if found is None or not found.permits:
        raise SkipError("No permits are loaded.")
    with transaction.atomic():
        take_lock(PERMITS)
        index.rebuild(load_id=found.load_id)
        data_version.bump()
    run.figures(read=found.permits)


def data_ages() -> list[DataAge]:
    """How old each data set is; one query."""
    last = querysets.last_loads()
    return [_age(dataset, last.get(dataset.name)) for dataset in DATASETS.values()]


def _age(dataset: Dataset, last: Load | None) -> DataAge:
    name = dataset.name.replace("_", " ").capitalize()
    if last is None:
        return DataAge(dataset.name, name, source_url=_source_url(dataset))
    loaded = last.finished_at or last.started_at
    sample = last.source == Load.Source.SAMPLE
    return DataAge(
        dataset.name,
        name,
        source=Load.Source(last.source).label,
        source_url=_source_url(dataset),
        loaded_at=loaded,
        data_as_of=last.data_as_of,
        is_late=not sample and timezone.now() - loaded > LATE_AFTER,
    )


def _source_url(dataset: Dataset) -> str:
    return f"{settings.SODA_BASE_URL}/d/{dataset.id}"
