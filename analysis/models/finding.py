"""What the checks say of a plan set."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from analysis.models.job import PlanJob


class PlanFinding(models.Model):
    """One finding of one rule; several may be of the same rule."""

    class Verdict(models.TextChoices):
        FAIL = "fail"
        WARN = "warn"
        PASS = "pass"  # noqa: S105 - a verdict
        CANNOT_TELL = "cannot tell"

    class Severity(models.TextChoices):
        """What the City does where the rule is broken."""

        REJECT = "reject"
        WARN = "warn"
        OPTIONAL = "optional"

    class Origin(models.TextChoices):
        MEASURED = "measured"
        MODEL = "model"

    job = models.ForeignKey(PlanJob, on_delete=models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField(help_text="Its place in the report, from 1.")
    rule = models.TextField(help_text="As EPR-005.")
    verdict = models.TextField(choices=Verdict)
    severity = models.TextField(choices=Severity)
    sheets = ArrayField(models.PositiveIntegerField(), default=list)
    places = models.JSONField(
        default=list,
        help_text="Each a sheet and its box in points, or null for all of the sheet.",
    )
    evidence = models.TextField(help_text="What was seen; of cannot tell, why.")
    origin = models.TextField(choices=Origin, default=Origin.MEASURED)
    confidence = models.FloatField(
        null=True, help_text="The model's own, 0 to 1; null: measured."
    )
    is_provisional = models.BooleanField(
        default=False, help_text="Told while sheets were still being read."
    )

    class Meta:
        db_table = "plan_findings"
        verbose_name = "plan finding"
        constraints = (
            models.UniqueConstraint(
                fields=["job", "number"], name="plan_findings_number"
            ),
        )
        indexes = (models.Index(fields=["job", "rule"], name="plan_findings_rule"),)

    def __str__(self) -> str:
        return f"{self.rule}: {self.verdict}"
