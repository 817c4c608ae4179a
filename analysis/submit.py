"""Accept a plan set: its file, what is said of it, and a job that checks it.

Who sends is told by the key in the address of the form (`after`: the report of an
earlier upload), else by their network and browser; visitors have no cookies. The same
file with the same words from the same sender is the same job (docs/adr/0062).
"""

import datetime as dt
import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Sum
from django.http import HttpRequest
from django.utils import timezone

from analysis import storage
from analysis.jobs import end, queue
from analysis.models import PlanJob
from analysis.storage import SET, StorageError
from analysis.storage.upload import (
    ADDENDUM_LIMIT,
    LIMIT,
    MEGABYTE,
    Received,
    RefusedError,
    too_large,
)
from ops import load_client

KEPT: Final = dt.timedelta(hours=24)
LONGEST_NAME: Final = 120
# Of one network within 24 hours, and of everybody together.
MOST_JOBS: Final = 40
MOST_BYTES: Final = 4 * 1024 * MEGABYTE
MOST_BYTES_IN_ALL: Final = 40 * 1024 * MEGABYTE
MOST_WAITING: Final = 500


class SubmissionForm(forms.Form):
    """What is said of the set; only the file itself is needed."""

    address = forms.CharField(
        required=False,
        max_length=200,
        error_messages={"max_length": "Write the address in 200 characters or less."},
    )
    permit_number = forms.RegexField(
        r"^[A-Za-z0-9/ -]+$",
        required=False,
        max_length=20,
        error_messages={
            "invalid": "A permit number has digits and letters, as 202401015678.",
            "max_length": "A permit number has 20 characters at most.",
        },
    )
    proposal = forms.CharField(
        required=False,
        max_length=1000,
        error_messages={"max_length": "Describe it in 1,000 characters or less."},
    )
    kind = forms.ChoiceField(
        required=False,
        choices=(("first", "First submittal"), ("addendum", "Addendum")),
        error_messages={"invalid_choice": "Choose first submittal or addendum."},
    )
    after = forms.UUIDField(
        required=False, error_messages={"invalid": "The earlier report is not known."}
    )

    def clean_permit_number(self) -> str:
        typed: str = self.cleaned_data["permit_number"]
        return typed.replace(" ", "").upper()


@dataclass(frozen=True, slots=True)
class Sender:
    """Digests of who sends: `owner` for their files, `network` for quotas."""

    owner: str
    network: str


def sender(request: HttpRequest, after: PlanJob | None) -> Sender:
    """Tell who sends this request."""
    network = load_client.counted_as(request)
    browser = request.headers.get("User-Agent", "")
    owner = after.owner if after else digest("owner", network, browser)
    return Sender(owner=owner, network=digest("network", network))


def digest(*parts: str) -> str:
    """A digest that nobody can make, or guess the parts of, without our key."""
    said = "\0".join(parts).encode(errors="replace")
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()


def require_quota(sender: Sender, size: int) -> None:
    """Refuse before the file is read what there is no room for.

    Raises:
        RefusedError: with what is too much, and when to try again.
    """
    own = PlanJob.objects.filter(
        network=sender.network, created_at__gt=timezone.now() - KEPT
    ).aggregate(jobs=Count("pk"), size=Sum("size"))
    if own["jobs"] >= MOST_JOBS or (own["size"] or 0) + size > MOST_BYTES:
        raise RefusedError(
            429,
            "Enough for today",
            f"From one network up to {MOST_JOBS} plan sets of together"
            f" {MOST_BYTES // MEGABYTE // 1024} GB are kept in 24 hours. Delete a set"
            " that you no longer need on its page, or try again tomorrow.",
        )
    kept = PlanJob.objects.aggregate(size=Sum("size"))["size"] or 0
    waiting = PlanJob.objects.unfinished().count()
    if kept + size > MOST_BYTES_IN_ALL or waiting >= MOST_WAITING:
        raise RefusedError(
            503,
            "Too many plan sets at the moment",
            "The site has as many plan sets as it can hold. Yours was not kept. Please"
            " try again in an hour.",
        )
    try:
        storage.require_room(size)
    except StorageError as error:
        raise RefusedError(507, "The file could not be kept", str(error)) from error


def earlier(key: UUID | None) -> PlanJob | None:
    """The upload that this one follows, if it is still there."""
    return PlanJob.objects.kept().filter(pk=key).first() if key else None


def said_of(job: PlanJob | None) -> dict[str, str]:
    """What was said of an earlier upload, as the form has it."""
    if job is None:
        return {}
    return {
        "address": job.address,
        "permit_number": job.permit_number,
        "proposal": job.proposal,
        "kind": "addendum" if job.is_addendum else "first",
    }


def accept(
    received: Received, said: dict[str, Any], by: Sender, after: PlanJob | None
) -> PlanJob:
    """Give the job of this upload: a new one, or the one there is.

    The file is kept or gone in the end, and the message is sent after the commit.

    Raises:
        RefusedError: too large, or it could not be kept.
    """
    try:
        is_addendum = said["kind"] == "addendum"
        limit = ADDENDUM_LIMIT if is_addendum else LIMIT
        if received.size > limit:
            raise too_large(received.size, limit)
        job = _job(received, said, by, after)
        found = _same(job) or _kept(job, received)
    finally:
        received.discard()
    if found is job:
        queue.publish(job.pk)
    return found


def _job(
    received: Received, said: dict[str, Any], by: Sender, after: PlanJob | None
) -> PlanJob:
    now = timezone.now()
    facts = [said[name] for name in ("address", "permit_number", "proposal")]
    kind = "addendum" if said["kind"] == "addendum" else "first"
    return PlanJob(
        idempotency_key=digest("job", by.owner, received.sha256, kind, *facts),
        input_sha256=received.sha256,
        owner=by.owner,
        network=by.network,
        file_name=harmless(received.file_name),
        size=received.size,
        storage_name=storage.new_name(),
        address=said["address"],
        permit_number=said["permit_number"],
        proposal=said["proposal"],
        is_addendum=kind == "addendum",
        created_at=now,
        expires_at=now + KEPT,
        compared_with=after,
    )


def _same(job: PlanJob) -> PlanJob | None:
    """The job of the same upload; one that is past its time makes room."""
    found = PlanJob.objects.filter(idempotency_key=job.idempotency_key).first()
    if found is None or found.expires_at > timezone.now():
        return found
    end.remove(found)
    return None


def _kept(job: PlanJob, received: Received) -> PlanJob:
    """Store the row and then the file, both or neither.

    Of two that come at once the second waits for the first's commit, and finds its row.
    """
    try:
        with transaction.atomic():
            job.save(force_insert=True)
            storage.store().keep(received.path, job.storage_name, SET)
    except StorageError as error:
        end.remove_files(job.storage_name)
        raise RefusedError(507, "The file could not be kept", str(error)) from error
    except IntegrityError:
        return PlanJob.objects.get(idempotency_key=job.idempotency_key)
    return job


def harmless(name: str) -> str:
    """A file name as text to show: no folders, nothing invisible, of bounded length.

    What follows a bidirectional mark would be shown in another order: such marks go.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(c for c in last if c == " " or _is_shown(c))
    shown = " ".join(shown.split()).strip(". ")
    if len(shown) > LONGEST_NAME:
        stem, dot, kind = shown.rpartition(".")
        kind = f"{dot}{kind}" if stem and len(kind) <= 5 else ""  # noqa: PLR2004
        shown = f"{shown[: LONGEST_NAME - len(kind) - 1]}…{kind}"
    return shown or "plan set.pdf"


def _is_shown(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"
