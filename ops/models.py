"""What ran in the background, when, and what became of it."""

from django.db import models
from django.db.models import Q


class CronLog(models.Model):
    """One slot of one job: the time it was due, and the last attempt at it.

    running -> success | failed | skipped | lost; failed | skipped | lost -> running
    (another attempt). While it runs the row is held under a lease (ops/locks.py): one
    whose lease has run out belongs to a process that is gone, and becomes lost.
    Written by ops/cron_log.py and ops/locks.py alone.
    """

    class Status(models.TextChoices):
        RUNNING = "running"
        SUCCESS = "success"
        FAILED = "failed"
        SKIPPED = "skipped"
        LOST = "lost"

    job_name = models.TextField(help_text="Name in the table of jobs (ops/jobs.py).")
    status = models.TextField(choices=Status, default=Status.RUNNING)
    scheduled_for = models.DateTimeField(
        help_text="The slot; for a run by hand, when it was asked for."
    )
    started_at = models.DateTimeField(help_text="Of the last attempt.")
    finished_at = models.DateTimeField(null=True)
    error_message = models.TextField(
        default="", blank=True, help_text="Why it failed, was lost or was skipped."
    )
    rows_read = models.BigIntegerField(null=True)
    rows_changed = models.BigIntegerField(
        null=True, help_text="Added, changed and removed."
    )
    host = models.TextField(default="", help_text="Machine and process of the attempt.")
    attempt = models.PositiveSmallIntegerField(default=1)
    requested_by = models.TextField(
        default="", blank=True, help_text="Who asked for it; empty is the schedule."
    )
    log = models.TextField(
        default="", blank=True, help_text="What it said, a line each; the last ones."
    )
    lock = models.TextField(help_text="Of the jobs with the same lock one runs.")
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "cron_log"
        verbose_name = "run"
        permissions = (("run_job", "Can run, retry and cancel jobs"),)
        indexes = (models.Index(fields=["-started_at"], name="cron_log_recent"),)
        constraints = (
            models.UniqueConstraint(
                fields=["job_name", "scheduled_for"], name="cron_log_one_run_a_slot"
            ),
            models.UniqueConstraint(
                fields=["lock"],
                condition=Q(status="running"),
                name="cron_log_one_holder_a_lock",
            ),
            models.CheckConstraint(
                condition=Q(
                    status="running",
                    finished_at=None,
                    lease_token__isnull=False,
                    lease_until__isnull=False,
                )
                | Q(
                    status__in=["success", "failed", "skipped", "lost"],
                    finished_at__isnull=False,
                    lease_token=None,
                ),
                name="cron_log_finished_unless_running",
            ),
        )

    def __str__(self) -> str:
        return f"{self.job_name} of {self.scheduled_for:%Y-%m-%d %H:%M %Z}"


class Sample(models.Model):
    """How the site was doing in one minute, for the operations page.

    Counters are totals since the web server started, so a later one may be lower. NULL
    is what could not be read. Written by ops/samples.py alone; kept for eight days.
    """

    at = models.DateTimeField(primary_key=True, help_text="The full minute.")
    pool_max = models.IntegerField(null=True, help_text="Connections of all pools.")
    pool_in_use = models.IntegerField(null=True)
    pool_waiting = models.IntegerField(
        null=True, help_text="Requests that waited for a connection."
    )
    pool_refused = models.BigIntegerField(
        null=True, help_text="Counter: requests that got no connection."
    )
    cache_hits = models.BigIntegerField(null=True, help_text="Counter.")
    cache_misses = models.BigIntegerField(null=True, help_text="Counter.")
    limited = models.JSONField(
        null=True, help_text="Counters: requests refused by a limit, by scope."
    )
    queued = models.IntegerField(
        null=True, help_text="Messages that waited in all queues."
    )

    class Meta:
        db_table = "ops_samples"
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M %Z}"


class Feedback(models.Model):
    """What a visitor told us by the form of ops/feedback.py.

    new -> done | spam, by hand; one that looks like spam starts as that.
    """

    class Kind(models.TextChoices):
        PROBLEM = "problem", "Something does not work"
        WRONG_FACT = "wrong_fact", "Something shown here is wrong"
        IDEA = "idea", "I have an idea"

    class Status(models.TextChoices):
        NEW = "new"
        DONE = "done"
        SPAM = "spam"

    TEXT_LIMIT = 4_000
    PAGE_LIMIT = 1_000

    form_id = models.UUIDField(
        unique=True, help_text="Of the form that was sent: one message a form."
    )
    kind = models.TextField(choices=Kind)
    text = models.TextField()
    email = models.TextField(
        default="", blank=True, help_text="Empty: no answer is asked for."
    )
    page = models.TextField(
        default="", blank=True, help_text="Path of the page it was sent from."
    )
    status = models.TextField(choices=Status, default=Status.NEW)
    note = models.TextField(default="", blank=True, help_text="By the staff.")
    received_at = models.DateTimeField()

    class Meta:
        db_table = "feedback"
        verbose_name_plural = "feedback"
        indexes = (models.Index(fields=["-received_at"], name="feedback_recent"),)

    def __str__(self) -> str:
        return f"{self.Kind(self.kind).label}, {self.received_at:%Y-%m-%d}"


class DataVersion(models.Model):
    """The one row that numbers the states of the data (written by ops/data_version.py).

    Pages kept in the cache are of one number, and not found under the next.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(
        help_text="One more with each load, or refresh, that changed what pages show."
    )
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "data_version"
        verbose_name = "data version"
        constraints = (
            models.CheckConstraint(condition=Q(id=1), name="data_version_is_one_row"),
        )

    def __str__(self) -> str:
        return f"version {self.version}"
