"""Who may see a plan check: who has its address, or a link that was made to share it.

The address of a report is its random id, and no other key is asked for. A shared link
holds another random key and its end, signed; it reads the report and does nothing more.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from django.core import signing
from django.utils import timezone

from analysis.models import PlanJob

PREFIX: Final = "shared-"
# What an address holds: a report's id, or the key of a link that shares it.
KEY: Final = (
    "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|shared-[A-Za-z0-9_-]{1,80}\.[A-Za-z0-9_-]{1,80}"
)
_links: Final = signing.Signer(salt="analysis.share", sep=".")
_files: Final = signing.TimestampSigner(salt="analysis.file", sep=".")
FILE_FOR: Final = dt.timedelta(minutes=10)
HOURS: Final = (1, 8, 24)


@dataclass(frozen=True, slots=True)
class Access:
    """A job as somebody may see it; `key` is what its addresses hold."""

    job: PlanJob
    key: str
    is_owner: bool


def find(key: str) -> Access | None:
    """Give what the key in an address opens; None if it is wrong or has ended."""
    kept = PlanJob.objects.kept().select_related("compared_with")
    if key.startswith(PREFIX):
        share_key = _shared(key.removeprefix(PREFIX))
        job = kept.filter(share_key=share_key).first() if share_key else None
        return Access(job, key, is_owner=False) if job else None
    job = kept.filter(pk=UUID(key)).first()
    return Access(job, key, is_owner=True) if job else None


def _shared(token: str) -> UUID | None:
    try:
        said = _links.unsign(token)
    except signing.BadSignature:
        return None
    key, _, until = said.partition("-")
    if int(until) <= timezone.now().timestamp():
        return None
    return UUID(key)


def link_key(job: PlanJob) -> str:
    """The key of the job's shared link; empty where it is not shared."""
    if not job.share_key or not job.share_expires_at:
        return ""
    until = int(job.share_expires_at.timestamp())
    if until <= timezone.now().timestamp():
        return ""
    return f"{PREFIX}{_links.sign(f'{job.share_key.hex}-{until}')}"


def share(job: PlanJob, *, hours: int) -> None:
    """Make a link, for no longer than the job is kept; an earlier one ends."""
    until = min(timezone.now() + dt.timedelta(hours=hours), job.expires_at)
    PlanJob.objects.filter(pk=job.pk).update(share_key=uuid4(), share_expires_at=until)


def stop(job: PlanJob) -> None:
    """End the link that there is."""
    PlanJob.objects.filter(pk=job.pk).update(share_key=None, share_expires_at=None)


def file_token(job: PlanJob) -> str:
    """A token that opens the file itself for ten minutes."""
    return _files.sign(job.pk.hex)


def job_of_file(token: str) -> PlanJob | None:
    """The job whose file the token opens; None if it is wrong or has ended."""
    try:
        said = _files.unsign(token, max_age=FILE_FOR)
    except signing.BadSignature:
        return None
    return PlanJob.objects.kept().filter(pk=UUID(said)).first()
