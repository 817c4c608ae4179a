"""Documents: one publication each, as loaded from a file."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Document(models.Model):
    """One publication: an article of ours, or a sheet, bulletin or code of the City's.

    A file may hold several. What it is called comes from its text: file names lie.
    """

    class Form(models.TextChoices):
        ARTICLE = "article", "our own article"
        TEXT = "text", "text file"
        PDF = "pdf", "PDF"

    slug = models.SlugField(max_length=120, unique=True)
    collection = models.TextField(help_text="Name of the folder it was loaded from.")
    file_name = models.TextField(help_text="Path inside the collection.")
    part = models.PositiveSmallIntegerField(
        default=0, help_text="Its place among the publications of the file."
    )
    sha256 = models.TextField(help_text="Of the file's bytes.")
    prepared_by = models.TextField(
        help_text="Version of the reader and chunker; another version loads anew."
    )
    form = models.TextField(choices=Form)
    title = models.TextField()
    agency = models.TextField(null=True)
    publication = models.TextField(
        null=True, help_text="Printed sheet, bulletin or code: G-20, AB-032."
    )
    section = models.TextField(null=True)
    effective_date = models.DateField(null=True, help_text="Null: not dated.")
    checked_date = models.DateField(
        null=True, help_text="When an article was last compared with its sources."
    )
    topics = ArrayField(models.TextField(), default=list)
    text = models.TextField(help_text="All of it; NULs are gone, the rest is as read.")
    pages = models.PositiveIntegerField(null=True)
    problems = ArrayField(
        models.TextField(), default=list, help_text="What could not be read."
    )
    superseded_by = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="supersedes"
    )
    same_as = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.SET_NULL,
        related_name="copies",
        help_text="The same text in another file; it is the other that is searched.",
    )
    loaded_at = models.DateTimeField()

    class Meta:
        db_table = "knowledge_documents"
        constraints = (
            models.UniqueConstraint(
                fields=["collection", "file_name", "part"],
                name="knowledge_documents_place",
            ),
        )

    def __str__(self) -> str:
        return f"{self.publication}: {self.title}" if self.publication else self.title

    @property
    def is_article(self) -> bool:
        return self.form == self.Form.ARTICLE
