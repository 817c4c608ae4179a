"""Composed answers, and what visitors thought of them."""

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q


class Answer(models.Model):
    """One question, asked of one state of the corpus and one model.

    queued -> running -> succeeded | failed; running -> queued (its process is gone);
    failed -> queued (asked again later). While it runs the row is held under a lease.
    Written by knowledge/answers/store.py alone.
    """

    class Status(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    question = models.TextField(help_text="As first asked.")
    question_sha256 = models.TextField(
        help_text="Of the question without what makes no difference."
    )
    corpus_version = models.BigIntegerField()
    model = models.TextField(help_text="The model that was to compose it.")
    status = models.TextField(choices=Status, default=Status.QUEUED)
    chunks = models.JSONField(
        default=list, help_text="Keys of the passages it may quote, best first."
    )
    statements = models.JSONField(
        default=list,
        help_text="What is left of it once its quotations were compared.",
    )
    is_supported = models.BooleanField(
        null=True, help_text="No: no statement was left; the documents do not say."
    )
    dropped_quotations = models.PositiveIntegerField(
        default=0, help_text="Were not in the passage that they were said to be from."
    )
    dropped_statements = models.PositiveIntegerField(
        default=0, help_text="Had no quotation left, or figures that none of them has."
    )
    failure = models.TextField(default="", blank=True, help_text="In words.")
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(help_text="When it was last queued.")
    finished_at = models.DateTimeField(null=True)
    call_id = models.BigIntegerField(
        null=True, help_text="The row of the call of the model."
    )

    class Meta:
        db_table = "knowledge_answers"
        constraints = (
            models.UniqueConstraint(
                fields=["question_sha256", "corpus_version", "model"],
                name="knowledge_answers_once",
            ),
            models.CheckConstraint(
                condition=~Q(status="running")
                | Q(lease_token__isnull=False, lease_until__isnull=False),
                name="knowledge_answers_running_has_lease",
            ),
        )
        indexes = (
            models.Index(fields=["-asked_at"], name="knowledge_answers_recent"),
            models.Index(
                fields=["status"],
                condition=Q(status__in=["queued", "running"]),
                name="knowledge_answers_open",
            ),
        )

    def __str__(self) -> str:
        return self.question[:80]


class AnswerRating(models.Model):
    """How often an answer was called right, or wrong. One row a direction."""

    class Direction(models.TextChoices):
        UP = "up", "helped"
        DOWN = "down", "did not help"

    # Beyond it another click says nothing new.
    MOST = 1_000

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="ratings")
    direction = models.TextField(choices=Direction)
    count = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(MOST)], help_text=f"Up to {MOST:,}."
    )
    last_at = models.DateTimeField()

    class Meta:
        db_table = "knowledge_answer_ratings"
        constraints = (
            models.UniqueConstraint(
                fields=["answer", "direction"], name="knowledge_answer_ratings_once"
            ),
            models.CheckConstraint(
                condition=Q(count__lte=1_000), name="knowledge_answer_ratings_bound"
            ),
        )
        indexes = (
            models.Index(
                fields=["direction", "-count", "id"],
                name="knowledge_answer_ratings_low",
            ),
        )

    def __str__(self) -> str:
        return f"{self.answer_id} {self.direction} {self.count}"
