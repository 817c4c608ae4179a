"""What Claude was shown of a plan set, and what it said."""

from django.db import models

from analysis.models.job import PlanJob
from knowledge.models import LlmCall


class PlanLook(models.Model):
    """One sheet that was sent to Claude; none is sent twice.

    asked -> said | missed. The row is there before the sheet is sent: a process that
    ends in between leaves it asked, and that sheet is not paid for again.
    """

    job = models.ForeignKey(PlanJob, on_delete=models.CASCADE, related_name="looks")
    number = models.PositiveIntegerField(help_text="The sheet's place in the file.")
    said = models.JSONField(
        null=True, help_text="What it saw, as analysis/look/answer.py has it."
    )
    missed = models.TextField(
        default="", blank=True, help_text="Why there is nothing of it, in words."
    )
    call = models.ForeignKey(
        LlmCall,
        null=True,
        on_delete=models.SET_NULL,
        related_name="plan_looks",
        help_text="The call that it was part of, with its cost.",
    )

    class Meta:
        db_table = "plan_looks"
        verbose_name = "look of Claude at a sheet"
        verbose_name_plural = "looks of Claude at sheets"
        constraints = (
            models.UniqueConstraint(fields=["job", "number"], name="plan_looks_number"),
        )

    def __str__(self) -> str:
        return f"Sheet {self.number}"
