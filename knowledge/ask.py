"""A question in; the passages, the record and the composed answer out.

The one way for the page and its JSON. Passages come at once; composing goes on in the
background, and whatever becomes of it, they stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from knowledge import llm
from knowledge.answers import store
from knowledge.answers.publish import publish
from knowledge.ask_text import Asked
from knowledge.models import Answer, CorpusState
from knowledge.quote import Quote, Wanted, quote
from knowledge.quote_source import Source, source_of, with_newer
from knowledge.record_facts import FromRecord, from_record
from knowledge.retrieve import Passage, Retrieved, question, retrieve

# Passages that are shown, and that an answer may quote.
SHOWN: Final = 5
FOR_ANSWER: Final = 8
# A passage below this share of the best one's score is about something else.
NEAR_BEST: Final = 0.45
_NO_QUEUE: Final = (
    "No answer can be composed at the moment: what does it cannot be reached. The"
    " question is kept, and the answer will be at its own address within minutes of"
    " that being mended. The passages below are complete without it."
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """One passage as it is shown."""

    source: Source
    quote: Quote
    key: str


@dataclass(frozen=True, slots=True)
class Composing:
    """The composed answer there is or is to be. `notice`: why it is not to be had."""

    answer: Answer
    notice: str = ""

    @property
    def is_open(self) -> bool:
        return self.answer.status in {Answer.Status.QUEUED, Answer.Status.RUNNING}


@dataclass(frozen=True, slots=True)
class Reply:
    """All that there is to a question.

    If `refused`, `reason` says why in a sentence and `passages` are the nearest ones,
    which are no answer. `composing` is None where no answer is composed.
    """

    asked: Asked
    passages: tuple[Quoted, ...]
    refused: bool
    reason: str = ""
    notice: str = ""
    looked_for: str = ""
    record: FromRecord | None = None
    composing: Composing | None = None
    corpus_version: int = 0


def reply(asked: Asked, *, compose: bool = True) -> Reply:
    """Answer any text. With `compose=False` nothing is composed that is not there."""
    record = from_record(asked.text)
    about = record.rest if record else asked.text
    found = retrieve(about, limit=FOR_ANSWER)
    passages = _leading(found)
    return Reply(
        asked=asked,
        passages=_shown(quoted(about, passages)),
        refused=found.refused,
        reason=found.reason,
        notice=found.notice,
        looked_for=found.read_as,
        record=record,
        composing=_composing(asked, found, passages, compose=compose),
        corpus_version=found.corpus_version,
    )


def quoted(text: str, passages: Sequence[Passage]) -> list[Quoted]:
    """The part of each passage that answers, and where it stands."""
    if not passages:
        return []
    known = question.lexicon(CorpusState.objects.get(pk=1))
    wanted = Wanted.of(text, question.read(text, known).concepts, known)
    with_newer(each.chunk for each in passages)
    return [
        Quoted(
            source=source_of(each.chunk, is_superseded=each.superseded),
            quote=quote(each.chunk.text, wanted, opens_article=_opens(each)),
            key=each.chunk.key,
        )
        for each in passages
    ]


def _shown(passages: Sequence[Quoted]) -> tuple[Quoted, ...]:
    """The first few; what is left open is told where nothing answers better."""
    told = [each for each in passages[1:] if not each.quote.leaves_open]
    return (*passages[:1], *told)[:SHOWN]


def _opens(passage: Passage) -> bool:
    return passage.document.is_article and passage.chunk.position == 0


def _leading(found: Retrieved) -> list[Passage]:
    """Those that come near the best one; of a refusal the nearest there are."""
    best = found.passages[0].score if found.passages else 0.0
    return [each for each in found.passages if each.score >= NEAR_BEST * best]


def _composing(
    asked: Asked, found: Retrieved, passages: Sequence[Passage], *, compose: bool
) -> Composing | None:
    if found.refused or not llm.is_configured():
        return None
    wanted = store.Wanted(asked, found.corpus_version, settings.ANTHROPIC_MODEL)
    if not compose:
        there = store.found(wanted)
        return Composing(there) if there else None
    chunks = [each.chunk for each in passages]
    answer, is_queued = store.request(wanted=wanted, chunks=chunks)
    sent = publish(answer) if is_queued else True
    return Composing(answer, "" if sent else _NO_QUEUE)
