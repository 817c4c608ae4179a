"""What a run over contacts leaves for the next one, so that it need not see them all.

Working tables of `permits.entities` (docs/adr/0022): no page reads them.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class EntityRun(models.Model):
    """The one row of what the runs know; without it, everything is done anew."""

    rules = models.TextField(help_text="Version of the rules it was resolved by.")
    contacts = models.IntegerField(help_text="Resolved by the last whole run.")
    changed = models.IntegerField(help_text="Contacts new, changed or gone since then.")
    register = models.BinaryField(
        help_text="How often each name occurs, packed (entities/register.py)."
    )
    graph_loads = models.BigIntegerField(
        null=True,
        help_text="The graph has seen all loads before this id; null: none is built.",
    )
    graph_removed = models.IntegerField(
        default=0, help_text="Loads that were removed when the graph was built."
    )

    class Meta:
        db_table = "entity_runs"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(id=1), name="entity_runs_has_one_row"
            ),
        )

    def __str__(self) -> str:
        return f"{self.contacts} contacts, {self.changed} since"


class EntityKeys(models.Model):
    """The keys, hashed, by which an entity is found to be compared."""

    entity_id = models.BigIntegerField(primary_key=True)
    keys = ArrayField(models.BigIntegerField())

    class Meta:
        db_table = "entity_keys"
        verbose_name_plural = "entity keys"

    def __str__(self) -> str:
        return f"{self.entity_id}: {len(self.keys)} keys"


class RelationshipDue(models.Model):
    """An entity named, before or now, on a permit whose pairs are to be counted."""

    pk = models.CompositePrimaryKey("permit_number", "entity_id")
    permit_number = models.TextField()
    entity_id = models.BigIntegerField()

    class Meta:
        db_table = "relationships_due"
        verbose_name_plural = "relationships due"

    def __str__(self) -> str:
        return f"{self.permit_number} {self.entity_id}"
