"""One answer from its row to its end: passages, the model, the comparison."""

import logging
import time
import uuid
from collections.abc import Callable, Sequence
from typing import Final

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection

from knowledge import llm
from knowledge.answers import check, store
from knowledge.llm import Block, LlmError, Source
from knowledge.models import Answer
from knowledge.quote_source import Source as Place
from knowledge.quote_source import by_key, source_of

logger = logging.getLogger(__name__)

# Seconds between two looks at what is there so far.
SHOWN_EVERY: Final = 1.0
_GONE: Final = (
    "The documents have changed since this was asked. Nothing was composed; ask the"
    " question once more."
)
_TOO_LONG: Final = (
    "It took longer than an answer may take, and was stopped. The passages quoted from"
    " the documents stand. Ask again in a minute."
)


def compose(answer_id: uuid.UUID) -> None:
    """Make the answer if it is still to be made; a second message does no harm."""
    answer = store.claim(answer_id)
    if answer is None:
        return
    sources = _sources(answer)
    if not sources:
        store.fail(answer=answer, words=_GONE)
        return
    try:
        made = llm.compose(
            answer.question, sources, on_progress=_progress(answer, sources)
        )
    except LlmError as error:
        logger.info("Answer %s: %s", answer.pk, error.outcome)
        store.fail(answer=answer, words=str(error))
    except SoftTimeLimitExceeded:
        store.fail(answer=answer, words=_TOO_LONG)
    else:
        checked = check.check(made.blocks, sources)
        store.finish(answer=answer, checked=checked, call_id=made.call_id)


def _sources(answer: Answer) -> list[Source]:
    """The passages in the order they were found; none if one of them is gone."""
    chunks = by_key(answer.chunks)
    if len(chunks) < len(answer.chunks):
        return []
    places = [source_of(chunks[key]) for key in answer.chunks]
    return [
        Source(_title(place), place.url, chunks[key].text)
        for key, place in zip(answer.chunks, places, strict=True)
    ]


def _title(place: Place) -> str:
    old = "; superseded, a newer text leads" if place.is_superseded else ""
    return f"{place.title} ({place.line}{old})"


def _progress(
    answer: Answer, sources: Sequence[Source]
) -> Callable[[Sequence[Block]], None]:
    """Keep what is complete so far, now and then; holds no connection in between."""
    last = time.monotonic()

    def progress(blocks: Sequence[Block]) -> None:
        nonlocal last
        if time.monotonic() - last < SHOWN_EVERY:
            return
        last = time.monotonic()
        store.say(answer=answer, checked=check.complete(blocks, sources))
        if not connection.in_atomic_block:
            connection.close()

    return progress
