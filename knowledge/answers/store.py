"""The only writer of answers: asked for, claimed, finished, found when left behind."""

import datetime as dt
import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from knowledge.answers.check import Checked
from knowledge.ask_text import Asked
from knowledge.models import Answer, Chunk

logger = logging.getLogger(__name__)

Status = Answer.Status
# Longer than the task may take: a lease that has run out belongs to nobody.
LEASE: Final = dt.timedelta(minutes=4)
MOST_ATTEMPTS: Final = 3
# A message may wait in the queue before another is sent.
PATIENCE: Final = dt.timedelta(seconds=60)
# What failed may be asked for again then.
AGAIN_AFTER: Final = dt.timedelta(minutes=1)
# An answer that was neither rated nor asked for again goes.
KEPT: Final = dt.timedelta(days=90)
_LOST: Final = (
    "It was begun three times, and each time what composed it was stopped. The passages"
    " quoted from the documents stand. Ask again in a minute."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an answer is known by."""

    asked: Asked
    corpus_version: int
    model: str

    @property
    def key(self) -> dict[str, Any]:
        return {
            "question_sha256": self.asked.sha256,
            "corpus_version": self.corpus_version,
            "model": self.model,
        }


def found(wanted: Wanted) -> Answer | None:
    """The answer there is to this question, whatever became of it."""
    return Answer.objects.filter(**wanted.key).first()


def request(*, wanted: Wanted, chunks: Sequence[Chunk]) -> tuple[Answer, bool]:
    """The question's answer, and whether it has just been queued.

    One that failed is queued again if it did so some time ago.
    """
    now = timezone.now()
    answer, is_new = Answer.objects.get_or_create(
        **wanted.key,
        defaults={
            "question": wanted.asked.text,
            "chunks": [chunk.key for chunk in chunks],
            "asked_at": now,
        },
    )
    if is_new:
        return answer, True
    failed_before = Answer.objects.filter(
        pk=answer.pk, status=Status.FAILED, finished_at__lt=now - AGAIN_AFTER
    )
    again = failed_before.update(
        status=Status.QUEUED,
        asked_at=now,
        finished_at=None,
        attempts=0,
        failure="",
        chunks=[chunk.key for chunk in chunks],
    )
    if again:
        answer.refresh_from_db()
    return answer, bool(again)


def claim(answer_id: uuid.UUID) -> Answer | None:
    """The answer, now held by this process alone; None if it is not to be made now."""
    token = uuid.uuid4()
    queued = Answer.objects.filter(
        pk=answer_id, status=Status.QUEUED, attempts__lt=MOST_ATTEMPTS
    )
    claimed = queued.update(
        status=Status.RUNNING,
        attempts=F("attempts") + 1,
        lease_token=token,
        lease_until=Now() + LEASE,
        statements=[],
    )
    return Answer.objects.get(pk=answer_id, lease_token=token) if claimed else None


def say(*, answer: Answer, checked: Checked) -> bool:
    """Show what is there so far; False if the answer is no longer ours."""
    return _write(answer, statements=_documents(checked))


def finish(*, answer: Answer, checked: Checked, call_id: int) -> bool:
    """Keep the answer; False, and nothing changed, if it is no longer ours."""
    return _end(
        answer,
        Status.SUCCEEDED,
        statements=_documents(checked),
        is_supported=bool(checked.statements),
        dropped_quotations=checked.dropped_quotations,
        dropped_statements=checked.dropped_statements,
        call_id=call_id,
    )


def fail(*, answer: Answer, words: str) -> bool:
    """Say why there is none; False if the answer is no longer ours."""
    return _end(answer, Status.FAILED, statements=[], failure=words)


def _documents(checked: Checked) -> list[dict[str, Any]]:
    return [statement.document() for statement in checked.statements]


def _end(answer: Answer, status: Answer.Status, **values: Any) -> bool:
    ended = {"finished_at": timezone.now(), "lease_token": None, "lease_until": None}
    ours = _write(answer, status=status, **ended, **values)
    if not ours:
        logger.warning("Answer %s was no longer ours when it ended.", answer.pk)
    return ours


def _write(answer: Answer, **values: Any) -> bool:
    ours = Answer.objects.filter(pk=answer.pk, lease_token=answer.lease_token)
    return bool(ours.update(**values))


def take_back() -> int:
    """Queue what a process left behind; what was tried three times has failed."""
    left = Answer.objects.filter(status=Status.RUNNING, lease_until__lt=Now())
    free = {"lease_token": None, "lease_until": None}
    failed = left.filter(attempts__gte=MOST_ATTEMPTS).update(
        status=Status.FAILED, failure=_LOST, finished_at=timezone.now(), **free
    )
    return failed + left.update(status=Status.QUEUED, **free)


def unpublished() -> list[Answer]:
    """Those that nobody has begun: their message was lost, or could not be sent."""
    waiting = Answer.objects.filter(
        status=Status.QUEUED, asked_at__lt=timezone.now() - PATIENCE
    )
    return list(waiting.order_by("asked_at")[:50])


def purge() -> int:
    """Remove what is old and nobody has rated."""
    old = Answer.objects.filter(asked_at__lt=timezone.now() - KEPT, ratings=None)
    closed = old.filter(Q(status=Status.SUCCEEDED) | Q(status=Status.FAILED))
    return closed.delete()[1].get(Answer._meta.label, 0)
