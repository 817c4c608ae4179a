"""The corpus kept as the folders of KNOWLEDGE_PATHS are (the job: jobs.py)."""

from django.conf import settings

from knowledge import embed_corpus
from knowledge.load import (
    LoadReport,
    Progress,
    SourceFileError,
    load_documents,
)
from knowledge.load.files import find
from knowledge.models import Chunk
from ops.cron_log import Run


class UnreadableError(Exception):
    """Files could not be read; all others are loaded. The message names them."""


def load_standing(*, progress: Progress = lambda _what, _done, _of: None) -> LoadReport:
    """Load what changed in KNOWLEDGE_PATHS; documents of other folders stay.

    Raises:
        SourceFileError: one of the paths is not there or holds nothing, as if a disk
            were not mounted; nothing has changed.
    """
    for path in settings.KNOWLEDGE_PATHS:
        if not any(find([path])):
            raise SourceFileError(f"{path}: there is nothing in it to load.")
    return load_documents(settings.KNOWLEDGE_PATHS, progress=progress)


def renew(run: Run) -> None:
    """Load what changed, then embed what lacks a vector of the wanted model.

    Raises:
        SourceFileError: nothing was loaded. EmbeddingError: what is loaded is found,
            but another model is not switched to. UnreadableError: see there.
    """
    report = load_standing(progress=lambda what, done, _of: run.progress(what, done))
    run.say(report.sentence())
    embedded = 0
    if embed_corpus.is_needed():
        embedded = embed_corpus.embed_corpus(
            progress=lambda what, done, _of: run.progress(what, done)
        )
        run.say(f"{embedded:,} passages embedded.")
    run.figures(read=Chunk.objects.count(), changed=report.chunks + embedded)
    if report.refused:
        told = "; ".join(f"{name}: {why}" for name, why in report.refused.items())
        raise UnreadableError(told)
