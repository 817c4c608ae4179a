"""What every table that the loader fills from one source record a row has in common."""

from django.db import models


class SourceRecord(models.Model):
    """Which version of the city's record this is, and where it came from."""

    data_as_of = models.DateTimeField(null=True)
    data_loaded_at = models.DateTimeField(null=True)
    unparsed = models.JSONField(
        null=True, help_text="Raw text of the values that could not be read, by column."
    )
    load = models.ForeignKey(
        "permits.Load",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
        help_text="The load that last inserted or changed the row.",
    )

    class Meta:
        abstract = True
