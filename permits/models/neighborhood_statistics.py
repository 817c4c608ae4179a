"""What the record holds of each neighborhood, and of the city as a whole."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class NeighborhoodStatistics(models.Model):
    """Made anew by `permits.places.statistics`; the row of the whole city has slug "".

    "Lately": filed in the last five years of the record.
    """

    slug = models.TextField(primary_key=True, help_text="By the rule of slug_of().")
    name = models.TextField(null=True, help_text="Null: the whole city.")
    permits = models.BigIntegerField(help_text="Building permits, each once.")
    open_permits = models.BigIntegerField()
    complaints = models.BigIntegerField()
    open_complaints = models.BigIntegerField()
    filed = models.JSONField(
        help_text="[[year of filing or null, form number or null, permits]]"
    )
    days = models.JSONField(
        help_text="[[over the counter or in-house, median days filed to issued of "
        "those filed lately, how many permits that is of]]"
    )
    complaint_years = models.JSONField(help_text="[[year or null, complaints]]")
    recent = ArrayField(models.TextField(), help_text="The permits filed last.")
    largest = ArrayField(
        models.TextField(), help_text="Of those filed lately the highest costs."
    )
    firms = models.JSONField(
        help_text="[[entity id, name, permits]]: who is named on most filed lately."
    )
    outline = models.JSONField(
        null=True, help_text="GeoJSON, without corners that a map does not show."
    )
    loaded_at = models.DateTimeField(
        null=True, help_text="When the permits that are counted here were loaded last."
    )

    class Meta:
        db_table = "neighborhood_statistics"
        verbose_name_plural = "neighborhood statistics"

    def __str__(self) -> str:
        return f"{self.name or 'San Francisco'}: {self.permits}"
