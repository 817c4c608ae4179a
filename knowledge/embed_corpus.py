"""Every chunk's vector by another model, made beside the old ones; switched at the end.

Safe to stop and start again: what is made is kept. Until the switch, questions are
compared with the old vectors, after it with the new ones, never with both.
"""

from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from knowledge import embed
from knowledge.load import store
from knowledge.models import Chunk, CorpusState, PendingEmbedding

_AT_ONCE = 256


def is_needed() -> bool:
    """Another model is asked for than is in use, or a chunk has no vector of it."""
    wanted = embed.wanted_model()
    if CorpusState.objects.filter(model_id=wanted).exists():
        return _lacking(wanted).exists()
    return Chunk.objects.exists()


def embed_corpus(
    *, progress: Callable[[str, int, int], None] = lambda _what, _done, _of: None
) -> int:
    """Embed what the wanted model has not embedded, then use it; how many it was.

    Raises:
        EmbeddingError: the model's server failed; nothing has been switched.
    """
    model = embed.wanted_model()
    done = 0
    total = _lacking(model).count()
    while batch := list(_lacking(model).order_by("pk")[:_AT_ONCE]):
        texts = [f"{chunk.context}\n{chunk.text}" for chunk in batch]
        vectors = embed.embed(texts, "document", model_id=model)
        PendingEmbedding.objects.bulk_create(
            (
                PendingEmbedding(chunk=chunk, model_id=model, embedding=vector)
                for chunk, vector in zip(batch, vectors.tolist(), strict=True)
            ),
            ignore_conflicts=True,
        )
        done += len(batch)
        progress("embedding", done, total)
    if done or PendingEmbedding.objects.exists():
        _switch(model)
    return done


def _lacking(model: str) -> QuerySet[Chunk]:
    has = PendingEmbedding.objects.filter(chunk=OuterRef("pk"), model_id=model)
    # A null model_id is not equal to any: such chunks lack a vector too.
    return Chunk.objects.filter(
        Q(model_id=None) | ~Q(model_id=model), ~Exists(has)
    ).only("context", "text")


@transaction.atomic
def _switch(model: str) -> None:
    """Copy what is pending to the chunks, and compare with these from now on."""
    store.take_turns()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE knowledge_chunks AS c"
            " SET embedding = p.embedding, model_id = p.model_id"
            " FROM knowledge_pending_embeddings AS p"
            " WHERE p.chunk_id = c.id AND p.model_id = %s",
            [model],
        )
    PendingEmbedding.objects.all().delete()
    CorpusState.objects.update_or_create(
        pk=1, defaults={"model_id": model, "changed_at": timezone.now()}
    )
    CorpusState.objects.filter(pk=1).update(version=F("version") + 1)
