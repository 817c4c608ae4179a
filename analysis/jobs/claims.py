"""Who works on a plan check: one process at a time, and only it may write.

A claim is one conditional UPDATE that gives the row a token and a lease. Every write
names the token, so a process that was taken for dead changes nothing when it wakes.
"""

import datetime as dt
import logging
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Self

from django.db import Error, connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from analysis.models import PlanFinding, PlanJob, PlanSheet

logger = logging.getLogger(__name__)

LEASE: Final = dt.timedelta(seconds=60)
# Seconds between renewals: three may fail before the lease runs out.
RENEWAL: Final = 15.0
Status = PlanJob.Status
Stage = PlanJob.Stage
SHEET_COLUMNS: Final = [
    field.name
    for field in PlanSheet._meta.local_concrete_fields
    if field.name not in {"id", "job", "number"}
]


class LostError(Exception):
    """The job is no longer ours: cancelled, deleted, or given to another process."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that this process alone may work on, for as long as the lease lasts."""

    job: PlanJob
    token: uuid.UUID

    def write(self, **values: Any) -> None:
        """Change the job's row, and renew the lease. Raises LostError."""
        held = PlanJob.objects.filter(pk=self.job.pk, lease_token=self.token)
        if not held.update(**{"lease_until": Now() + LEASE} | values):
            raise LostError

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction in which the job stays ours. Raises LostError."""
        with transaction.atomic():
            # The update locks the row: nobody takes it over before the commit.
            self.write()
            yield


def claim(job_id: uuid.UUID) -> Claim | None:
    """Take the job, or None: it is over, held by another, or was tried enough."""
    token = uuid.uuid4()
    can_be = PlanJob.objects.kept().unfinished().free()
    took = can_be.filter(pk=job_id, attempts__lt=PlanJob.MOST_ATTEMPTS).update(
        status=Status.RUNNING,
        attempts=F("attempts") + 1,
        lease_token=token,
        lease_until=Now() + LEASE,
        started_at=Coalesce("started_at", Now()),
    )
    if not took:
        return None
    job = PlanJob.objects.filter(pk=job_id, lease_token=token).first()
    return Claim(job, token) if job else None


def keep_sheet(claim: Claim, sheet: PlanSheet) -> None:
    """Store a sheet that was read; one that was stored before is replaced."""
    sheet.job = claim.job
    with claim.writing():
        PlanSheet.objects.bulk_create(
            [sheet],
            update_conflicts=True,
            unique_fields=["job", "number"],
            update_fields=SHEET_COLUMNS,
        )
        done = PlanSheet.objects.filter(job=claim.job).count()
        claim.write(stage=Stage.SHEETS, pages_done=done)


def keep_provisional(claim: Claim, findings: Sequence[PlanFinding]) -> None:
    """Put these in the place of what was told before of the sheets read so far."""
    with claim.writing():
        _replace(claim, findings)


def finish(
    claim: Claim, findings: Sequence[PlanFinding], sheets: Sequence[PlanSheet]
) -> None:
    """End the job well: its findings, and what the checks learned of each sheet.

    What was kept to go on after a failure is let go. All of it happens, or nothing.
    """
    with claim.writing():
        _replace(claim, findings)
        names = ["sheet_number", "sheet_name", "scale"]
        PlanSheet.objects.bulk_update(sheets, names, batch_size=500)
        end(claim, Status.SUCCEEDED, stage=Stage.DONE)


def fail(claim: Claim, error: str) -> None:
    """End the job badly, for a reason that trying again does not change."""
    with claim.writing():
        PlanFinding.objects.filter(job=claim.job, is_provisional=True).delete()
        end(claim, Status.FAILED, error=error, idempotency_key=f"over {claim.job.pk}")


def give_back(claim: Claim) -> None:
    """Let another process try again; what was read so far stays."""
    claim.write(status=Status.QUEUED, lease_token=None, lease_until=None)


def end(claim: Claim, status: PlanJob.Status, **values: Any) -> None:
    """Write the end, within `writing`."""
    forget_readings(claim.job)
    claim.write(**ended(claim.job, status), **values)


def ended(job: PlanJob, status: PlanJob.Status) -> dict[str, Any]:
    """What a job's row has once it is over."""
    now = timezone.now()
    started = job.started_at or now
    return {
        "status": status,
        "finished_at": now,
        "wait_ms": _milliseconds(started - job.created_at),
        "run_ms": _milliseconds(now - started),
        "lease_token": None,
        "lease_until": None,
        "structure": None,
    }


def forget_readings(job: PlanJob) -> None:
    PlanSheet.objects.filter(job=job, reading__isnull=False).update(reading=None)


def _milliseconds(time: dt.timedelta) -> int:
    return max(0, int(time.total_seconds() * 1000))


def _replace(claim: Claim, findings: Sequence[PlanFinding]) -> None:
    PlanFinding.objects.filter(job=claim.job).delete()
    for number, finding in enumerate(findings, start=1):
        finding.job, finding.number = claim.job, number
    PlanFinding.objects.bulk_create(findings)


class Keeper:
    """Renews a claim's lease in a thread while the work goes on."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self._over = threading.Event()
        self._thread = threading.Thread(
            target=self._keep, name=f"lease of {claim.job.pk}", daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _keep(self) -> None:
        while not self._over.wait(RENEWAL):
            try:
                self.claim.write()
            except LostError:
                # The work hears of it with its next write.
                return
            except Error:
                # It may be back before the lease runs out.
                logger.warning("The lease of %s was not renewed.", self.claim.job.pk)
            finally:
                connection.close()
