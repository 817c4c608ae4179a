"""Loads: what was read from where, when, and what became of it."""

from django.db import models


class Load(models.Model):
    """One run of the loader over one source.

    running -> succeeded | failed, succeeded -> removed. A failed load changed nothing
    but this row; the rows of a removed one (a sample) are gone.
    """

    class Status(models.TextChoices):
        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        REMOVED = "removed"

    class Source(models.TextChoices):
        CSV = "csv", "city file"
        SODA = "soda", "city API"
        SAMPLE = "sample", "generated sample"

    dataset = models.TextField(help_text="Name in permits/ingest/datasets.py.")
    source = models.TextField(choices=Source)
    origin = models.TextField(help_text="File name, or the query sent to the API.")
    status = models.TextField(choices=Status, default=Status.RUNNING)
    rows_read = models.BigIntegerField(default=0)
    rows_inserted = models.BigIntegerField(default=0)
    rows_changed = models.BigIntegerField(default=0)
    rows_rejected = models.BigIntegerField(default=0)
    values_unparsed = models.BigIntegerField(
        default=0, help_text="Values kept as raw text because they could not be read."
    )
    data_as_of = models.DateTimeField(
        null=True, help_text="Latest data_as_of of the rows: how old the data is."
    )
    rejects_file = models.TextField(
        default="", help_text="Where bad rows were written."
    )
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(default="", help_text="Why it failed, in plain words.")

    class Meta:
        db_table = "loads"
        indexes = (
            models.Index(fields=["dataset", "-started_at"], name="loads_recent"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status="running", finished_at=None)
                | models.Q(
                    status__in=["succeeded", "failed", "removed"],
                    finished_at__isnull=False,
                ),
                name="loads_finished_unless_running",
            ),
        )

    def __str__(self) -> str:
        return f"{self.dataset} from {self.origin}"
