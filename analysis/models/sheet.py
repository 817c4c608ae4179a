"""The sheets of a plan set as they were read."""

from django.db import models

from analysis.models.job import PlanJob


class PlanSheet(models.Model):
    """One sheet; a second reading of it takes the place of the first."""

    class Kind(models.TextChoices):
        VECTOR = "vector", "lines"
        RASTER = "raster", "a picture"
        MIXED = "mixed", "lines and pictures"
        EMPTY = "empty", "nothing drawn"

    job = models.ForeignKey(PlanJob, on_delete=models.CASCADE, related_name="sheets")
    number = models.PositiveIntegerField(help_text="Its place in the file, from 1.")
    width = models.FloatField(help_text="Points, 72 to the inch.")
    height = models.FloatField()
    label = models.TextField(default="", help_text="The PDF's own page label.")
    sheet_number = models.TextField(default="", help_text="As in the title block.")
    sheet_name = models.TextField(default="", help_text="Likewise.")
    scale = models.TextField(default="", help_text="Scale notes found.")
    kind = models.TextField(choices=Kind)
    has_text = models.BooleanField(help_text="Whether its text can be searched.")
    words = models.PositiveIntegerField(default=0)
    paths = models.PositiveIntegerField(default=0)
    picture_share = models.FloatField(
        default=0.0, help_text="Of the sheet that pictures cover, 0 to 1."
    )
    problem = models.TextField(default="", help_text="Why it could not be read.")
    reading = models.BinaryField(
        null=True,
        help_text="All that was read, as packed JSON; kept until the check is over.",
    )
    picture = models.TextField(default="", help_text="File name of its picture.")
    thumbnail = models.TextField(default="", help_text="Likewise, small.")

    class Meta:
        db_table = "plan_sheets"
        verbose_name = "sheet"
        constraints = (
            models.UniqueConstraint(
                fields=["job", "number"], name="plan_sheets_number"
            ),
        )

    def __str__(self) -> str:
        return f"Sheet {self.number}"
