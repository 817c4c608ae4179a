"""The only writer of documents, chunks and their index."""

import functools
import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path

from django.contrib.postgres.search import SearchVector
from django.db import connection, transaction
from django.db.models import F, Q, Value
from django.db.models.expressions import Combinable
from django.utils import timezone

from knowledge import chunk
from knowledge.embed import Vectors
from knowledge.load import relations
from knowledge.load.prepare import Prepared
from knowledge.models import Chunk, CorpusState, Document
from ops import data_version

SQL_FOLDER = Path(__file__).parent.parent / "sql"
_CONFIG = "english"
_BATCH = 500


def replace(
    *,
    gone: Iterable[int],
    prepared: Sequence[Prepared],
    vectors: Vectors | None,
    model_id: str | None,
) -> None:
    """Put `prepared` in the place of the documents `gone`, or change nothing.

    `vectors` holds a row for each passage of each document, in their order; None where
    the model's server gave none: those chunks are then found by their words alone.
    """
    with transaction.atomic():
        take_turns()
        # Another load may have stored the same files since `gone` was looked up.
        places = [
            (each.document.collection, each.document.file_name) for each in prepared
        ]
        Document.objects.filter(Q(pk__in=list(gone)) | _at(places)).delete()
        rows = iter(vectors) if vectors is not None else None
        for each in prepared:
            _insert(each, rows, model_id)
        relations.renew()
        rebuild_index()
        _next_version(model_id)
        data_version.bump()


def take_turns() -> None:
    """Wait until no other process changes the corpus, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('sfpermits.knowledge', 0))"
        )


def _at(places: Iterable[tuple[str, str]]) -> Q:
    names: dict[str, list[str]] = defaultdict(list)
    for collection, name in places:
        names[collection].append(name)
    found = Q(pk__in=())
    for collection, files in names.items():
        found |= Q(collection=collection, file_name__in=files)
    return found


def rebuild_index() -> None:
    """Make terms, postings and words from the chunks that are searched."""
    with connection.cursor() as cursor:
        for name in ("clear_index", "postings", "terms", "words"):
            cursor.execute(_sql(name))


def _insert(
    each: Prepared, rows: Iterator[Sequence[float]] | None, model_id: str | None
) -> None:
    document = each.document
    document.slug = _free_slug(document.slug or "document")
    document.save(force_insert=True)
    keys = chunk.keys(f"{document.collection}/{document.file_name}", each.passages)
    if document.part:
        keys = [f"{key}-{document.part}" for key in keys]
    made = []
    for position, passage in enumerate(each.passages):
        vector = list(next(rows)) if rows is not None else None
        made.append(
            Chunk(
                document=document,
                key=keys[position],
                position=position,
                section=chunk.BETWEEN.join(passage.section),
                anchor=passage.anchor,
                page=passage.page,
                context=passage.context(document.title),
                text=passage.text,
                search_vector=_search_vector(document, passage),
                embedding=vector,
                model_id=model_id if vector is not None else None,
            )
        )
    Chunk.objects.bulk_create(made, batch_size=_BATCH)


def _search_vector(document: Document, passage: chunk.Passage) -> Combinable:
    named = [document.title, document.publication or "", *document.topics]
    parts = (
        (" . ".join(named), "A"),
        (" . ".join(passage.section), "B"),
        (passage.lead, "C"),
        (passage.text, "D"),
    )
    fields: list[Combinable] = [
        SearchVector(Value(text), config=_CONFIG, weight=weight)
        for text, weight in parts
    ]
    return functools.reduce(operator.add, fields)


def _free_slug(wanted: str) -> str:
    if not Document.objects.filter(slug=wanted).exists():
        return wanted
    taken = set(
        Document.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    return next(s for n in count(2) if (s := f"{wanted}-{n}") not in taken)


def _next_version(model_id: str | None) -> None:
    state, _ = CorpusState.objects.get_or_create(pk=1)
    state.version = F("version") + 1
    state.changed_at = timezone.now()
    # Another that was switched to meanwhile stays: these chunks are embedded again.
    if state.model_id is None:
        state.model_id = model_id
    state.save()


@functools.cache
def _sql(name: str) -> str:
    return (SQL_FOLDER / f"{name}.sql").read_text()
