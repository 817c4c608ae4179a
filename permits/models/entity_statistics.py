"""What is known of each person or firm as a whole, and of each role to compare it with.

Counted by `permits.entities.statistics` from the record; nothing here is a source.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from permits.models.entity import Entity


class RoleStatistics(models.Model):
    """Everybody whose commonest role is this one."""

    role = models.TextField(primary_key=True, help_text="In lower case.")
    entities = models.IntegerField()
    regulars = models.IntegerField(help_text="Of them on at least 10 permits.")
    median_permits = models.FloatField(null=True, help_text="Of the regulars.")
    issued = models.JSONField(
        help_text="As EntityStatistics.issued; a permit counts once for the role."
    )
    inspected_entities = models.IntegerField(
        help_text="With at least 10 permits of which an inspector is recorded."
    )
    one_inspector_entities = models.IntegerField(
        help_text="Of them with one inspector on half of those permits or more."
    )
    costly_permits = models.IntegerField(help_text="As EntityStatistics, each once.")
    fast_permits = models.IntegerField()

    class Meta:
        db_table = "role_statistics"
        verbose_name_plural = "role statistics"

    def __str__(self) -> str:
        return f"{self.role}: {self.entities}"


class EntityStatistics(models.Model):
    """One person or firm. Each permit counts once, however many contacts it has."""

    entity = models.OneToOneField(
        Entity,
        on_delete=models.CASCADE,
        primary_key=True,
        db_constraint=False,
        related_name="statistics",
    )
    role = models.ForeignKey(
        RoleStatistics,
        null=True,
        on_delete=models.SET_NULL,
        db_column="role",
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Its commonest role; null: none is recorded.",
    )
    partners = models.IntegerField(help_text="Rows of relationships that it is in.")
    building_permits = models.IntegerField()
    electrical_permits = models.IntegerField()
    plumbing_permits = models.IntegerField()
    other_permits = models.IntegerField(
        help_text="Named by contacts, but in no table of permits."
    )
    years = models.JSONField(
        help_text="[{year, permits}] by the year filed, the first year first."
    )
    types = models.JSONField(
        help_text="[{form, definition, permits}] of building permits, commonest first."
    )
    neighborhoods = models.JSONField(help_text="[{name, permits}], commonest first.")
    issued = models.JSONField(
        help_text="{form: {permits, median_days}} filed to issued; form: `counter`"
        " (form 8) or `other`; building permits with both dates in order."
    )
    inspected_permits = models.IntegerField(
        help_text="Building permits with an inspection whose inspector is recorded."
    )
    top_inspector = models.TextField(null=True)
    top_inspector_permits = models.IntegerField()
    costly_permits = models.IntegerField(
        help_text="Issued building permits above $100,000, both dates in order."
    )
    fast_permits = models.IntegerField(help_text="Of them issued in under 7 days.")
    fast_numbers = ArrayField(models.TextField(), help_text="The 10 latest of those.")
    writings = models.JSONField(
        help_text="The 12 commonest ways its contacts are written: [{first_name,"
        " last_name, firm_name, license1, business, contacts, permit}]; no nulls."
    )
    writing_count = models.IntegerField(help_text="How many ways there are in all.")

    class Meta:
        db_table = "entity_statistics"
        verbose_name_plural = "entity statistics"

    def __str__(self) -> str:
        return f"{self.entity_id}: {self.building_permits} building permits"
