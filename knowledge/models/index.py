"""The full-text index of the chunks, and the state of the whole corpus."""

from django.db import models


class Term(models.Model):
    """A stem, and how much it says: rare ones say more."""

    lexeme = models.TextField(primary_key=True)
    chunks = models.IntegerField(help_text="How many chunks have it.")
    idf = models.FloatField()

    class Meta:
        db_table = "knowledge_terms"

    def __str__(self) -> str:
        return self.lexeme


class Posting(models.Model):
    """A stem in a chunk, with its BM25F weight but for the stem's idf."""

    lexeme = models.TextField()
    chunk = models.ForeignKey(
        "knowledge.Chunk", on_delete=models.CASCADE, related_name="+"
    )
    weight = models.FloatField()

    class Meta:
        db_table = "knowledge_postings"
        indexes = (
            models.Index(
                fields=["lexeme"],
                include=["chunk", "weight"],
                name="knowledge_postings_lexeme",
            ),
        )

    def __str__(self) -> str:
        return f"{self.lexeme} {self.chunk_id}"


class Word(models.Model):
    """A word as the corpus writes it, to correct spellings by."""

    word = models.TextField(primary_key=True)
    lexeme = models.TextField()
    chunks = models.IntegerField()

    class Meta:
        db_table = "knowledge_words"

    def __str__(self) -> str:
        return self.word


class CorpusState(models.Model):
    """One row: which corpus is in use, and whose vectors."""

    version = models.BigIntegerField(
        default=0, help_text="One more after each load or change of model."
    )
    model_id = models.TextField(
        null=True, help_text="Whose vectors are compared; null: none, full text alone."
    )
    changed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "knowledge_state"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(id=1), name="knowledge_state_one_row"
            ),
        )

    def __str__(self) -> str:
        return f"version {self.version}"
