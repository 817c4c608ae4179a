"""The documents in the admin, and what was made of them: to look at and search."""

import uuid

from django.db.models import Q
from django.urls import reverse

from knowledge.llm.admin import SwitchAdmin
from knowledge.models.answer import Answer, AnswerRating
from knowledge.models.chunk import Chunk, PendingEmbedding
from knowledge.models.document import Document
from knowledge.models.index import CorpusState, Posting, Term, Word
from knowledge.models.llm import LlmCall, LlmSwitch
from ops.admin import register, site
from ops.admin_table import Find, Table, begins, number, whole


def _by_id(term: str) -> Q:
    try:
        return Q(pk=uuid.UUID(term))
    except ValueError:
        return Q(pk__in=())


register(
    Table(
        Document,
        ("title", "publication", "effective_date", "form", "loaded_at"),
        finds=(begins("slug"),),
    ),
    Table(
        Chunk,
        ("document", "section", "page", "model_id"),
        finds=(whole("key"), number("document", "number of the document")),
        hides=("embedding", "search_vector"),
    ),
    Table(PendingEmbedding, ("chunk", "model_id"), hides=("embedding",)),
    Table(Term, ("lexeme", "chunks", "idf")),
    Table(Posting, ("lexeme", "chunk", "weight")),
    Table(Word, ("word", "lexeme", "chunks")),
    Table(CorpusState, ("version",)),
    Table(
        LlmCall,
        (
            *("started_at", "purpose", "model", "outcome", "attempts", "ms"),
            *("input_tokens", "output_tokens", "cost_usd"),
        ),
        order=("-pk",),
    ),
    Table(
        Answer,
        (
            *("question", "status", "is_supported", "dropped_quotations"),
            *("dropped_statements", "attempts", "asked_at"),
        ),
        finds=(Find("id", _by_id),),
        order=("-asked_at",),
        hides=("lease_token",),
        page=lambda answer: reverse("answer", args=[answer.pk]),
    ),
    Table(
        AnswerRating,
        ("answer", "direction", "count", "last_at"),
        # Those that helped least are first.
        order=("direction", "-count", "pk"),
        filters=("direction",),
        page=lambda rating: reverse("answer", args=[rating.answer_id]),
    ),
)

site.register(LlmSwitch, SwitchAdmin)
