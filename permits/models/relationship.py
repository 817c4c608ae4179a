"""Who worked with whom, as `permits.entities.graph` counts it from shared permits."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from permits.models.entity import Entity


class Relationship(models.Model):
    """Two entities named on the same permits; each permit counts once."""

    entity_a = models.ForeignKey(
        Entity,
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="The lower id.",
    )
    entity_b = models.ForeignKey(
        Entity,
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    shared_permits = models.IntegerField()
    weight = models.FloatField(
        help_text="Each shared permit counts 1 / (its parties - 1)."
    )
    permit_numbers = ArrayField(
        models.TextField(), help_text="The 20 latest of the shared permits."
    )
    first_date = models.DateField(null=True, help_text="Of filing.")
    last_date = models.DateField(null=True)
    total_cost = models.DecimalField(
        null=True,
        max_digits=18,
        decimal_places=2,
        help_text="The higher of estimated and revised cost; each permit once.",
    )
    permits_with_cost = models.IntegerField(help_text="How many the total is of.")
    neighborhoods = ArrayField(models.TextField(), help_text="In alphabetical order.")

    class Meta:
        db_table = "relationships"
        indexes = (
            models.Index(
                fields=["entity_a", "-weight", "entity_b"], name="relationships_a"
            ),
            models.Index(
                fields=["entity_b", "-weight", "entity_a"], name="relationships_b"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["entity_a", "entity_b"], name="relationships_once"
            ),
            models.CheckConstraint(
                condition=models.Q(entity_a__lt=models.F("entity_b")),
                name="relationships_ordered",
            ),
        )

    def __str__(self) -> str:
        return f"{self.entity_a_id} {self.entity_b_id}: {self.shared_permits}"
