"""One load of one data set: source rows in, a `loads` row and a result out."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ops import data_version
from permits.ingest import load as tables
from permits.ingest.datasets import DATASETS, Dataset
from permits.ingest.parse import Parser
from permits.ingest.rejects import RejectsFile
from permits.ingest.source import RawTable, SourceError
from permits.models import Load

# Rows parsed at once: small, so that they stay in the processor's cache.
CHUNK = 200
MOST_REJECTED = 0.01
LEAST_OF_BEFORE = 0.5


class LoadError(Exception):
    """The load was refused or stopped, and nothing changed; the message says why."""


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What became of the source records: read = inserted + changed + same + rejected.

    `seconds` is the wall time of each step.
    """

    load_id: int
    rows_read: int
    rows_inserted: int
    rows_changed: int
    rows_unchanged: int
    rows_rejected: int
    seconds: dict[str, float]

    def counts(self) -> dict[str, int]:
        """The counts that `--json` prints."""
        return {
            "rows_read": self.rows_read,
            "rows_inserted": self.rows_inserted,
            "rows_changed": self.rows_changed,
            "rows_rejected": self.rows_rejected,
        }

    def sentence(self, dataset: str) -> str:
        return (
            f"{dataset}: {self.rows_read:,} rows read, {self.rows_inserted:,} new,"
            f" {self.rows_changed:,} changed, {self.rows_unchanged:,} the same,"
            f" {self.rows_rejected:,} rejected."
        )


@dataclass(slots=True)
class Job:
    """One load at work: what it was given and what it has come to so far."""

    dataset: Dataset
    table: RawTable
    load: Load
    rejects: RejectsFile
    progress: Callable[[int], None]
    allow_fewer: bool
    read: int = 0
    rejected: int = 0
    unparsed: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.perf_counter)

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.seconds[step] = round(now - self._last, 3)
        self._last = now


def _quiet(_rows: int) -> None:
    """Shows no progress."""


def ingest(
    *,
    dataset: str,
    table: RawTable,
    progress: Callable[[int], None] = _quiet,
    allow_fewer: bool = False,
) -> LoadResult:
    """Load all of `table` into the data set's tables, or change nothing and raise.

    `progress` is called with the number of rows read so far. `allow_fewer` accepts a
    source with less than half the rows it had last time. Raises SourceError or
    LoadError, whose messages are for the operator, or django.db.DatabaseError.
    """
    entry = DATASETS[dataset]
    load = _start(entry, table)
    with RejectsFile(f"{dataset}-{load.pk}", table.columns) as rejects:
        job = Job(entry, table, load, rejects, progress, allow_fewer)
        try:
            with transaction.atomic():
                take_lock(entry)
                outcome = _load(job)
        except (SourceError, LoadError, DatabaseError, KeyboardInterrupt) as error:
            _fail(job, error)
            raise
    job.lap("commit")
    _analyze(entry)
    job.lap("analyze")
    return LoadResult(
        load_id=load.pk,
        rows_read=job.read,
        rows_inserted=outcome.inserted,
        rows_changed=outcome.changed,
        rows_unchanged=job.read - job.rejected - outcome.inserted - outcome.changed,
        rows_rejected=job.rejected,
        seconds=job.seconds,
    )


def _start(dataset: Dataset, table: RawTable) -> Load:
    """A new `loads` row, outside of the load's transaction so that it always stays.

    Whoever gets the lock knows that no other load is at work: rows still marked as
    running were left by processes that died.
    """
    with transaction.atomic():
        take_lock(dataset)
        now = timezone.now()
        Load.objects.filter(dataset=dataset.name, status=Load.Status.RUNNING).update(
            status=Load.Status.FAILED,
            finished_at=now,
            error="The process that ran this load ended before it was done.",
        )
        return Load.objects.create(
            dataset=dataset.name,
            source=table.source,
            origin=table.origin,
            started_at=now,
        )


def take_lock(dataset: Dataset) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"sfpermits.ingest.{dataset.lock()}"],
        )
        if not cursor.fetchone()[0]:
            raise LoadError(f"Another load of {dataset.lock()} is running.")


def _load(job: Job) -> tables.Outcome:
    """Everything that happens inside the load's one transaction."""
    sampled = _sampled(job)
    parser = Parser(job.dataset, job.table.columns)
    tables.stage(job.dataset, parser.staged_columns, _lines(job, parser))
    job.lap("read and copy")
    _refuse_unlikely(job)
    _remove_sample(sampled)
    columns = [name for name, _ in parser.staged_columns]
    job.load.data_as_of = tables.latest_stamp(job.dataset)
    outcome = tables.merge(job.dataset, staged_columns=columns, load_id=job.load.pk)
    job.lap("merge")
    if job.dataset.searched:
        _refresh_search(job.load.pk)
        job.lap("search")
    _succeed(job, outcome)
    data_version.bump()
    return outcome


def _lines(job: Job, parser: Parser) -> Iterator[bytes]:
    while rows := list(islice(job.table.rows, CHUNK)):
        chunk = parser.parse(rows)
        job.read += len(rows)
        job.rejected += len(chunk.rejects)
        job.unparsed += chunk.unparsed
        job.rejects.write(chunk.rejects)
        job.progress(job.read)
        if chunk.copy:
            yield chunk.copy


def _refuse_unlikely(job: Job) -> None:
    """Refuse a source that is empty, mostly unreadable, or far smaller than before."""
    origin = job.table.origin
    if not job.read and not job.table.partial:
        raise SourceError(f"{origin} has no rows.")
    if job.rejected > MOST_REJECTED * job.read:
        raise LoadError(
            f"{job.rejected:,} of {job.read:,} rows of {origin} cannot be read, more"
            f" than 1 in 100: nothing was loaded. They are in {job.rejects.path}."
        )
    before = _rows_before(job)
    if job.read < LEAST_OF_BEFORE * before and not job.allow_fewer:
        raise SourceError(
            f"{origin} has {job.read:,} rows where it had {before:,} before: it looks"
            " cut off. Nothing was loaded; --allow-fewer loads it all the same."
        )


def _rows_before(job: Job) -> int:
    """Rows of the last load of the same whole source; 0 if this one cannot compare."""
    if job.table.partial or job.table.source == "sample":
        return 0
    before = Load.objects.filter(
        dataset=job.dataset.name,
        source=job.table.source,
        origin=job.table.origin,
        status=Load.Status.SUCCEEDED,
    ).order_by("-pk")
    return before.values_list("rows_read", flat=True).first() or 0


def _sampled(job: Job) -> list[Dataset]:
    """The data sets whose sample goes: this one's; with the city's permits, all."""
    done = Load.objects.filter(status=Load.Status.SUCCEEDED)
    newest = done.order_by("dataset", "-pk").distinct("dataset")
    held = dict(newest.values_list("dataset", "source"))
    own = held.get(job.dataset.name)
    if job.table.source == "sample" and own not in {None, "sample"}:
        raise LoadError(
            "The record holds the city's data; sample data is not mixed into it."
        )
    leads = job.dataset.leads and job.table.source != "sample"
    scope = DATASETS.values() if leads else [job.dataset]
    return [dataset for dataset in scope if held.get(dataset.name) == "sample"]


def _remove_sample(sampled: list[Dataset]) -> None:
    """Invented rows never stand beside the city's; their loads are no longer loaded."""
    for dataset in sampled:
        take_lock(dataset)
        tables.clear(dataset)
    Load.objects.filter(
        dataset__in=[dataset.name for dataset in sampled],
        source=Load.Source.SAMPLE,
        status=Load.Status.SUCCEEDED,
    ).update(status=Load.Status.REMOVED)


def _refresh_search(load_id: int) -> None:
    # Late, so that reading and parsing alone do not bring all of search in.
    from permits.search import index

    index.refresh(load_id)


def _succeed(job: Job, outcome: tables.Outcome) -> None:
    job.load.status = Load.Status.SUCCEEDED
    job.load.rows_inserted = outcome.inserted
    job.load.rows_changed = outcome.changed
    _finish(job)


def _fail(job: Job, error: BaseException) -> None:
    job.load.status = Load.Status.FAILED
    job.load.error = str(error).strip() or "Stopped by the operator."
    job.load.rows_inserted = job.load.rows_changed = 0
    job.load.data_as_of = None
    _finish(job)


def _finish(job: Job) -> None:
    job.load.rows_read = job.read
    job.load.rows_rejected = job.rejected
    job.load.values_unparsed = job.unparsed
    job.load.rejects_file = job.rejects.path
    job.load.finished_at = timezone.now()
    job.load.save()


def _analyze(dataset: Dataset) -> None:
    with connection.cursor() as cursor:
        for table in tables.tables_of(dataset):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
