"""Who was named on which permit (data sets 3pee-9qhc, fdm7-jqqf and k6kv-9kix).

One row a source record. Nothing in a row identifies a person or firm across permits:
that is what `permits.entities` is for.
"""

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Lower

from permits.models.source_record import SourceRecord


class Contact(SourceRecord):
    """One person or firm on one permit; of the trades the firm and its licence."""

    class Source(models.TextChoices):
        BUILDING = "3pee-9qhc", "building permit contacts"
        ELECTRICAL = "fdm7-jqqf", "electrical permit contacts"
        PLUMBING = "k6kv-9kix", "plumbing permit contacts"

    contact_key = models.TextField(
        primary_key=True,
        help_text="Source and pts_agent_id; of the trades a hash (docs/data.md).",
    )
    source = models.TextField(choices=Source)
    # Django keeps the name `id` for primary keys; in the table it is the city's.
    permit_group = models.TextField(
        null=True, db_column="id", help_text="The city's `id`: one for each permit."
    )
    pts_agent_id = models.TextField(
        null=True, help_text="Another on every row: the city's row key, not a person."
    )
    permit_number = models.TextField(null=True)
    role = models.TextField(
        null=True, help_text="contact_type of fdm7-jqqf; k6kv-9kix has none."
    )
    first_name = models.TextField(null=True)
    last_name = models.TextField(null=True)
    agent_address = models.TextField(null=True)
    agent_address2 = models.TextField(null=True)
    city = models.TextField(null=True, help_text="The agent's.")
    state = models.TextField(null=True, help_text="The agent's.")
    agent_zipcode = models.TextField(null=True)
    firm_name = models.TextField(null=True)
    firm_address = models.TextField(null=True)
    street_number = models.TextField(
        null=True, help_text="With the next two what fdm7-jqqf's firm_address is from."
    )
    street = models.TextField(null=True)
    street_suffix = models.TextField(null=True)
    firm_city = models.TextField(null=True)
    firm_state = models.TextField(null=True)
    firm_zipcode = models.TextField(null=True)
    phone = models.TextField(null=True)
    phone2 = models.TextField(null=True)
    license1 = models.TextField(null=True, help_text="license_number of the trades.")
    license2 = models.TextField(null=True)
    sf_business_license_number = models.TextField(null=True)
    is_applicant = models.TextField(null=True, help_text="Y or N.")
    from_date = models.DateField(null=True)
    to_date = models.DateField(null=True)

    class Meta:
        db_table = "contacts"
        indexes = (
            models.Index(fields=["permit_number"], name="contacts_permit"),
            models.Index(
                fields=["license1"],
                name="contacts_license",
                condition=models.Q(license1__isnull=False),
            ),
            models.Index(
                fields=["sf_business_license_number"],
                name="contacts_business_number",
                condition=models.Q(sf_business_license_number__isnull=False),
            ),
            models.Index(
                OpClass(Lower("firm_name"), name="text_pattern_ops"),
                name="contacts_firm",
            ),
            models.Index(
                OpClass(Lower("last_name"), name="text_pattern_ops"),
                OpClass(Lower("first_name"), name="text_pattern_ops"),
                name="contacts_name",
            ),
        )

    def __str__(self) -> str:
        person = " ".join(filter(None, (self.first_name, self.last_name)))
        return self.firm_name or person or self.contact_key
