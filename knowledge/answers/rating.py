"""Whether an answer helped: a click by anybody, without a cookie (docs/adr/0042).

A form carries a token that we signed, for one answer; it counts once and for a day.
"""

import datetime as dt
import uuid
from typing import Final

from django.core import signing
from django.core.cache import cache
from django.db.models import F
from django.utils import timezone

from knowledge.models import Answer, AnswerRating

_signer: Final = signing.TimestampSigner(salt="knowledge.answers.rating")
GOOD_FOR: Final = dt.timedelta(days=1)


class BadTokenError(Exception):
    """The form is not ours, or too old; the message says so."""


def new_token(answer_id: uuid.UUID) -> str:
    """The token of a new form for this answer."""
    return _signer.sign(f"{answer_id.hex}.{uuid.uuid4().hex}")


def rate(*, answer: Answer, direction: str, token: str) -> bool:
    """Count a click; False if it was counted before. Raises BadTokenError."""
    used = f"answers:rated:{_form_id(answer, token)}"
    # Without Redis every click counts: the limit and the bound hold all the same.
    if cache.get(used):
        return False
    now = timezone.now()
    row, _ = AnswerRating.objects.get_or_create(
        answer=answer,
        direction=AnswerRating.Direction(direction),
        defaults={"last_at": now},
    )
    below = AnswerRating.objects.filter(pk=row.pk, count__lt=AnswerRating.MOST)
    below.update(count=F("count") + 1, last_at=now)
    cache.set(used, 1, GOOD_FOR.total_seconds())
    return True


def _form_id(answer: Answer, token: str) -> str:
    try:
        signed = _signer.unsign(token, max_age=GOOD_FOR)
    except signing.SignatureExpired as error:
        raise BadTokenError("This page was opened over a day ago.") from error
    except signing.BadSignature as error:
        raise BadTokenError("The form is not complete.") from error
    of_answer, _, form = signed.partition(".")
    if of_answer != answer.pk.hex:
        raise BadTokenError("The form belongs to another answer.")
    return form
