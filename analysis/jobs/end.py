"""How plan checks end without their process: given up, cancelled, tried again, removed.

Each is one conditional UPDATE, so what a process has just finished stays finished.
"""

import datetime as dt
import logging
from typing import Final

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from analysis import storage
from analysis.jobs.claims import Status, ended, forget_readings
from analysis.models import PlanFinding, PlanJob
from analysis.models.job import PlanJobs
from analysis.storage import StorageError

logger = logging.getLogger(__name__)

ABANDONED: Final = (
    "The check was begun three times and each time the program that did it was ended"
    " before it was done. A sheet of this set may be too heavy to read. Print the set"
    " to a new PDF, or upload it in parts to see which sheet it is."
)
CANCELLED: Final = "It was cancelled."
# Files younger than this may belong to an upload that is not committed yet.
GRACE: Final = dt.timedelta(hours=2)


def fail_abandoned() -> int:
    """End as failed what was tried often enough by processes that are gone."""
    abandoned = PlanJob.objects.filter(
        status=Status.RUNNING,
        lease_until__lt=Now(),
        attempts__gte=PlanJob.MOST_ATTEMPTS,
    )
    return sum(_end(job, Status.FAILED, ABANDONED, abandoned) for job in abandoned)


def cancel(job: PlanJob, *, by: str = "") -> bool:
    """Stop a job that is not over; its process ends at its next write.

    Tells whether it was. `by` is the name of a member of the staff.
    """
    said = f"It was cancelled by {by}." if by else CANCELLED
    return _end(job, Status.CANCELLED, said, PlanJob.objects.unfinished())


def _end(job: PlanJob, status: PlanJob.Status, error: str, those: PlanJobs) -> bool:
    with transaction.atomic():
        values = ended(job, status) | {"error": error}
        key = f"over {job.pk}"
        done = those.filter(pk=job.pk).update(**values, idempotency_key=key)
        if done:
            PlanFinding.objects.filter(job=job, is_provisional=True).delete()
            forget_readings(job)
    return bool(done)


def retry(job: PlanJob) -> bool:
    """Put a job that failed or was cancelled back into its first state."""
    over = PlanJob.objects.kept().filter(
        pk=job.pk, status__in=[Status.FAILED, Status.CANCELLED]
    )
    again = over.update(
        status=Status.QUEUED,
        stage=PlanJob.Stage.WAITING,
        attempts=0,
        pages_done=0,
        pages_total=None,
        finished_at=None,
        started_at=None,
        wait_ms=None,
        run_ms=None,
        published_at=None,
        error="",
    )
    return bool(again)


def remove(job: PlanJob) -> None:
    """Remove the job, what was made of it, and its files. Twice is no harm."""
    # Row first: a process at work on it hears of it, and stops writing files.
    PlanJob.objects.filter(pk=job.pk).delete()
    remove_files(job.storage_name)


def remove_files(folder: str) -> None:
    try:
        storage.store().remove(folder)
    except StorageError:
        # The nightly job finds a folder without a row.
        logger.exception("the files of a plan set could not be removed")


def purge_expired(*, most: int = 200) -> int:
    """Remove what is past its time, the oldest first; returns how many."""
    jobs = list(PlanJob.objects.expired().order_by("expires_at")[:most])
    for job in jobs:
        remove(job)
    return len(jobs)


def sweep() -> int:
    """Remove files that no row has: of uploads cut off, and of removals that failed."""
    found = storage.store()
    before = timezone.now() - GRACE
    old = [name for name, changed in found.folders() if changed < before]
    with_row = PlanJob.objects.filter(storage_name__in=old)
    orphans = set(old) - set(with_row.values_list("storage_name", flat=True))
    for name in orphans:
        remove_files(name)
    return len(orphans) + _sweep_incoming(before)


def _sweep_incoming(before: dt.datetime) -> int:
    folder = storage.store().incoming
    paths = folder.iterdir() if folder.is_dir() else ()
    old = [path for path in paths if path.is_file() and storage.changed(path) < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
