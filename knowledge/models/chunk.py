"""Chunks: the passages that documents are searched and quoted by."""

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from pgvector.django import HnswIndex, VectorField

DIMENSIONS = 256


class Chunk(models.Model):
    """A passage, word for word as its document has it.

    Vectors of two models are never compared: `model_id` says whose `embedding` is.
    """

    document = models.ForeignKey(
        "knowledge.Document", on_delete=models.CASCADE, related_name="chunks"
    )
    key = models.TextField(
        unique=True, help_text="Stays the same as long as the passage does."
    )
    position = models.PositiveIntegerField(help_text="Its place in the document.")
    section = models.TextField(
        help_text="Headings above it, outermost first; may be empty."
    )
    anchor = models.TextField(help_text="Unique in its document, for links.")
    page = models.PositiveIntegerField(null=True, help_text="Page it begins on.")
    context = models.TextField(
        help_text="One line: the title of the document and the section."
    )
    text = models.TextField()
    search_vector = SearchVectorField(
        help_text="Title and topics weigh A, headings B, the text D."
    )
    model_id = models.TextField(null=True)
    embedding = VectorField(dimensions=DIMENSIONS, null=True)

    class Meta:
        db_table = "knowledge_chunks"
        indexes = (
            HnswIndex(
                name="knowledge_chunks_embedding",
                fields=["embedding"],
                m=24,
                ef_construction=128,
                opclasses=["vector_cosine_ops"],
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["document", "position"], name="knowledge_chunks_place"
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(embedding=None, model_id=None)
                    | models.Q(embedding__isnull=False, model_id__isnull=False)
                ),
                name="knowledge_chunks_vector_has_model",
            ),
        )

    def __str__(self) -> str:
        return self.key


class PendingEmbedding(models.Model):
    """A vector of the model to be used next; copied to the chunks at the end."""

    chunk = models.ForeignKey(Chunk, on_delete=models.CASCADE, related_name="pending")
    model_id = models.TextField()
    embedding = VectorField(dimensions=DIMENSIONS)

    class Meta:
        db_table = "knowledge_pending_embeddings"
        constraints = (
            models.UniqueConstraint(
                fields=["chunk", "model_id"], name="knowledge_pending_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.chunk_id} {self.model_id}"
