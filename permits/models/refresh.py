"""Refreshes: when each derived table was made anew, from what, and what came of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Refresh(models.Model):
    """One run of one step of `permits.refresh`.

    running -> succeeded | failed. A failed run changed nothing but this row.
    """

    class Status(models.TextChoices):
        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"

    step = models.TextField(help_text="Name in permits/refresh/steps.py.")
    status = models.TextField(choices=Status, default=Status.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(default="", help_text="Why it failed, in plain words.")
    inputs = models.JSONField(
        help_text="What it was made from: {loads: {data set: id}, steps: {step: id}}."
    )
    figures = models.JSONField(default=dict, help_text="What it counted and wrote.")
    touched = ArrayField(
        models.BigIntegerField(),
        null=True,
        help_text="Entities that it changed; null: unknown, it may be any.",
    )

    class Meta:
        db_table = "refreshes"
        verbose_name_plural = "refreshes"
        indexes = (models.Index(fields=["step", "-id"], name="refreshes_recent"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status="running", finished_at=None)
                | models.Q(
                    status__in=["succeeded", "failed"], finished_at__isnull=False
                ),
                name="refreshes_finished_unless_running",
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} of {self.started_at:%Y-%m-%d}"
