"""One upload of a plan set, and how far its check is."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class PlanJobs(models.QuerySet["PlanJob"]):
    def kept(self) -> Self:
        """Those that are not past their time."""
        return self.filter(expires_at__gt=Now())

    def expired(self) -> Self:
        return self.filter(expires_at__lte=Now())

    def unfinished(self) -> Self:
        return self.filter(status__in=PlanJob.UNFINISHED)

    def free(self) -> Self:
        """Those that no living process holds."""
        return self.filter(Q(lease_until__isnull=True) | Q(lease_until__lt=Now()))


class PlanJob(models.Model):
    """A plan set and the state of its check; `analysis/jobs/` alone writes the status.

    queued -> running -> succeeded | failed | cancelled; running -> queued where its
    process ended and attempts are left; failed | cancelled -> queued by the staff.
    """

    class Status(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        CANCELLED = "cancelled"

    class Stage(models.TextChoices):
        """What is done, or was being done when it ended."""

        WAITING = "waiting", "Waiting its turn"
        OPENING = "opening", "Opening the file"
        SHEETS = "sheets", "Reading the sheets"
        LOOK = "look", "Claude looks at some sheets"
        CHECKS = "checks", "Comparing the whole set with the rules"
        DONE = "done", "Done"

    UNFINISHED = (Status.QUEUED, Status.RUNNING)
    MOST_ATTEMPTS = 3

    # Random, and the only key to the report: whoever has its address may see it.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    status = models.TextField(choices=Status, default=Status.QUEUED)
    stage = models.TextField(choices=Stage, default=Stage.WAITING)
    pages_done = models.PositiveIntegerField(default=0)
    pages_total = models.PositiveIntegerField(
        null=True, help_text="Null until the file was opened."
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(
        null=True, help_text="Of the process that works on it; fences its writes."
    )
    lease_until = models.DateTimeField(null=True)
    idempotency_key = models.TextField(
        unique=True, help_text="Of the sender, the file and what was said of it."
    )
    input_sha256 = models.TextField(help_text="Of the file's bytes.")
    owner = models.TextField(help_text="Digest of what tells one sender from another.")
    network = models.TextField(help_text="Digest of the sender's network, for quotas.")
    file_name = models.TextField(help_text="As the sender called it, made harmless.")
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    storage_name = models.TextField(
        unique=True, help_text="Random name of the folder with the file and pictures."
    )
    address = models.TextField(default="", blank=True)
    permit_number = models.TextField(default="", blank=True)
    proposal = models.TextField(
        default="", blank=True, help_text="What is to be built, in the sender's words."
    )
    is_addendum = models.BooleanField(default=False)
    structure = models.BinaryField(
        null=True, help_text="What was read of the file as a whole; packed JSON."
    )
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(
        null=True, help_text="When it was last put into the queue; null: not yet."
    )
    started_at = models.DateTimeField(null=True, help_text="First attempt.")
    finished_at = models.DateTimeField(null=True)
    wait_ms = models.PositiveBigIntegerField(
        null=True, help_text="From the upload to the first attempt."
    )
    run_ms = models.PositiveBigIntegerField(
        null=True, help_text="From the first attempt to the end."
    )
    error = models.TextField(
        default="", blank=True, help_text="What went wrong, in plain words."
    )
    looked = models.TextField(
        default="",
        blank=True,
        help_text="What Claude looked at and what not, in words; empty: nothing was to"
        " be looked at.",
    )
    expires_at = models.DateTimeField(help_text="When it is removed with its files.")
    share_key = models.UUIDField(
        null=True, unique=True, help_text="Of the link for others; null: not shared."
    )
    share_expires_at = models.DateTimeField(null=True)
    compared_with = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.SET_NULL,
        related_name="later",
        help_text="The earlier upload of the same set.",
    )

    objects = PlanJobs.as_manager()

    class Meta:
        db_table = "plan_analysis_jobs"
        verbose_name = "plan check"
        constraints = (
            models.CheckConstraint(
                condition=(
                    Q(status__in=("queued", "running"), finished_at__isnull=True)
                    | Q(
                        status__in=("succeeded", "failed", "cancelled"),
                        finished_at__isnull=False,
                    )
                ),
                name="plan_jobs_finished_if_over",
            ),
        )
        indexes = (
            models.Index(fields=["-created_at"], name="plan_jobs_recent"),
            models.Index(fields=["expires_at"], name="plan_jobs_expiry"),
            models.Index(fields=["input_sha256"], name="plan_jobs_sha256"),
            models.Index(fields=["network", "created_at"], name="plan_jobs_network"),
            models.Index(
                fields=["created_at"],
                name="plan_jobs_unfinished",
                condition=Q(status__in=("queued", "running")),
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_over(self) -> bool:
        return self.status not in self.UNFINISHED
