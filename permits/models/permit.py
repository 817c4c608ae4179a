"""Building permits (data set i98e-djp9), their addresses, and what changed in them.

The city repeats a permit once for each of its addresses. Here `permits` has one row a
permit and `permit_locations` one a source record. NULL means "not recorded", so text
columns are nullable too.

The database does not check the foreign keys of the two big tables: it would do so row
by row. Only the loader writes them, from the same rows in one transaction.
"""

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Lower


class Address(models.Model):
    """The address columns, as the city records them (suffix `Av`, unit `0` is none)."""

    address = models.TextField(null=True, help_text="Made from the columns below.")
    block = models.TextField(
        null=True, help_text="Assessor's block, 4 digits + letter."
    )
    lot = models.TextField(null=True, help_text="Assessor's lot, 3 digits + letter.")
    street_number = models.TextField(null=True)
    street_number_suffix = models.TextField(null=True)
    street_name = models.TextField(null=True)
    street_suffix = models.TextField(null=True)
    unit = models.TextField(null=True)
    unit_suffix = models.TextField(null=True)
    zipcode = models.TextField(null=True)
    supervisor_district = models.TextField(null=True)
    neighborhoods_analysis_boundaries = models.TextField(null=True)
    latitude = models.FloatField(null=True, help_text="WGS 84 degrees.")
    longitude = models.FloatField(null=True, help_text="WGS 84 degrees.")
    point_source = models.TextField(null=True)

    class Meta:
        abstract = True


class Permit(Address):
    """One building permit. Its address is the primary one of its locations."""

    permit_number = models.TextField(primary_key=True)
    permit_type = models.SmallIntegerField(null=True, help_text="Form number, 1 to 9.")
    permit_type_definition = models.TextField(null=True)
    permit_creation_date = models.DateField(null=True)
    description = models.TextField(null=True)
    status = models.TextField(null=True)
    status_date = models.DateField(null=True)
    filed_date = models.DateField(null=True)
    approved_date = models.DateField(null=True)
    issued_date = models.DateField(null=True)
    completed_date = models.DateField(null=True)
    first_construction_document_date = models.DateField(null=True)
    permit_expiration_date = models.DateField(null=True)
    last_permit_activity_date = models.DateField(null=True)
    structural_notification = models.TextField(null=True)
    number_of_existing_stories = models.IntegerField(null=True)
    number_of_proposed_stories = models.IntegerField(null=True)
    voluntary_soft_story_retrofit = models.TextField(null=True)
    fire_only_permit = models.TextField(null=True)
    estimated_cost = models.DecimalField(null=True, max_digits=15, decimal_places=2)
    revised_cost = models.DecimalField(null=True, max_digits=15, decimal_places=2)
    existing_use = models.TextField(null=True)
    existing_units = models.IntegerField(null=True)
    proposed_use = models.TextField(null=True)
    proposed_units = models.IntegerField(null=True)
    plansets = models.IntegerField(null=True)
    tidf_compliance = models.TextField(null=True)
    existing_occupancy = models.TextField(null=True)
    proposed_occupancy = models.TextField(null=True)
    existing_construction_type = models.TextField(null=True)
    existing_construction_type_description = models.TextField(null=True)
    proposed_construction_type = models.TextField(null=True)
    proposed_construction_type_description = models.TextField(null=True)
    site_permit = models.TextField(null=True)
    application_submission_method = models.TextField(null=True)
    adu = models.TextField(null=True, help_text="Y: accessory dwelling unit.")
    reroof = models.TextField(null=True)
    record_id = models.TextField(
        null=True, help_text="The source record that the permit's own fields are from."
    )
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
        db_table = "permits"
        indexes = (
            models.Index(
                OpClass(Lower("address"), name="text_pattern_ops"),
                name="permits_address",
            ),
            models.Index(fields=["block", "lot"], name="permits_parcel"),
        )

    def __str__(self) -> str:
        return self.permit_number


class PermitLocation(Address):
    """One source record: a permit at one of its addresses."""

    record_id = models.TextField(primary_key=True)
    permit = models.ForeignKey(
        Permit,
        on_delete=models.CASCADE,
        db_column="permit_number",
        db_constraint=False,
        db_index=False,
        related_name="locations",
    )
    primary_address_flag = models.TextField(null=True)
    data_as_of = models.DateTimeField(null=True)
    data_loaded_at = models.DateTimeField(null=True)
    unparsed = models.JSONField(null=True)
    load = models.ForeignKey(
        "permits.Load",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    class Meta:
        db_table = "permit_locations"
        indexes = (
            # Not the field's own index: Django adds a second one for LIKE to that.
            models.Index(fields=["permit"], name="permit_locations_permit"),
            models.Index(
                Lower("street_name"), "street_number", name="permit_locations_street"
            ),
            # With what pages show of a whole block: they need not read its rows.
            models.Index(
                fields=["block", "lot", "permit"],
                include=["latitude", "longitude", "address"],
                name="permit_locations_at_parcel",
            ),
        )

    def __str__(self) -> str:
        return self.address or self.record_id


class PermitChange(models.Model):
    """One field of a permit, or of one of its locations, that a load changed."""

    permit_number = models.TextField()
    record_id = models.TextField(null=True, help_text="Set if a location changed.")
    field = models.TextField()
    old = models.TextField(null=True)
    new = models.TextField(null=True)
    changed_at = models.DateTimeField()
    load = models.ForeignKey("permits.Load", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "permit_changes"
        indexes = (
            models.Index(
                fields=["permit_number", "-changed_at"], name="permit_changes_permit"
            ),
        )

    def __str__(self) -> str:
        return f"{self.permit_number} {self.field}"
