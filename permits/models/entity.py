"""Who the contacts are: people and firms, as `permits.entities.store` decided.

Nothing here is a source of truth: each run of `resolve_entities` brings these tables up
to date with `contacts`. Ids stay (docs/adr/0021). The database does not check the
foreign keys: only the run writes them, in one transaction.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Lower


class Entity(models.Model):
    """One person or firm."""

    class Kind(models.TextChoices):
        FIRM = "firm"
        PERSON = "person"

    class Method(models.TextChoices):
        SINGLE = "single", "one contact"
        EXACT = "exact", "contacts that share whole keys"
        EVIDENCE = "evidence", "weighed evidence"

    id = models.BigAutoField(primary_key=True)
    name = models.TextField(
        null=True, help_text="The commonest spelling of its contacts; null: none."
    )
    kind = models.TextField(choices=Kind)
    method = models.TextField(choices=Method)
    confidence = models.FloatField(help_text="Of its weakest link, 0 to 1.")
    reasons = models.JSONField(
        help_text="What linked its contacts: [{reason, links}], the commonest first."
    )
    roles = models.JSONField(
        help_text="[{role, contacts}] in lower case, the commonest first."
    )
    licenses = ArrayField(
        models.TextField(), help_text="Without class or leading zeros, commonest first."
    )
    business_numbers = ArrayField(
        models.TextField(), help_text="San Francisco business accounts, likewise."
    )
    spellings = models.JSONField(
        help_text="The 20 commonest: [{name, contacts}], as the city wrote them."
    )
    contact_count = models.IntegerField()
    permit_count = models.IntegerField(help_text="Permits of all three kinds.")
    first_date = models.DateField(
        null=True, help_text="Of its contacts; where they have none, of the permit."
    )
    last_date = models.DateField(null=True)

    class Meta:
        db_table = "entities"
        verbose_name_plural = "entities"
        indexes = (
            models.Index(
                OpClass(Lower("name"), name="text_pattern_ops"), name="entities_name"
            ),
            GinIndex(fields=["licenses"], name="entities_licenses"),
            models.Index(fields=["-permit_count", "id"], name="entities_busiest"),
        )

    def __str__(self) -> str:
        return self.name or "name not recorded"


class EntityContact(models.Model):
    """Which entity a contact is."""

    contact = models.OneToOneField(
        "permits.Contact",
        # It stays for the next run to see that the contact is gone.
        on_delete=models.DO_NOTHING,
        primary_key=True,
        db_column="contact_key",
        db_constraint=False,
        related_name="placed",
    )
    entity = models.ForeignKey(
        Entity,
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="contacts",
    )
    permit_number = models.TextField(null=True, help_text="When it was resolved.")
    fingerprint = models.BigIntegerField(
        null=True, help_text="Of what was read of the contact: tells what has changed."
    )

    class Meta:
        db_table = "entity_contacts"
        indexes = (models.Index(fields=["entity"], name="entity_contacts_entity"),)

    def __str__(self) -> str:
        return f"{self.contact_id} {self.entity_id}"


class EntityRedirect(models.Model):
    """An id that was merged into another one; always in one step."""

    id = models.BigIntegerField(primary_key=True)
    entity = models.ForeignKey(
        Entity,
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="redirects",
        help_text="Leads nowhere if all contacts of that entity are gone.",
    )

    class Meta:
        db_table = "entity_redirects"

    def __str__(self) -> str:
        return f"{self.id} -> {self.entity_id}"


class EntityPossible(models.Model):
    """Two entities that may be the same: shown, never merged."""

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
    points = models.FloatField(help_text="Over the acceptance: a third one fits too.")
    findings = models.JSONField(help_text="[{reason, points}]")

    class Meta:
        db_table = "entity_possible"
        verbose_name = "possible match of entities"
        verbose_name_plural = "possible matches of entities"
        indexes = (models.Index(fields=["entity_b"], name="entity_possible_other"),)
        constraints = (
            models.UniqueConstraint(
                fields=["entity_a", "entity_b"], name="entity_possible_once"
            ),
            models.CheckConstraint(
                condition=models.Q(entity_a__lt=models.F("entity_b")),
                name="entity_possible_ordered",
            ),
        )

    def __str__(self) -> str:
        return f"{self.entity_a_id} = {self.entity_b_id}?"
