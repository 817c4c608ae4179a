"""Inspections (data set vckc-dh2h), of a permit's work or of a complaint."""

from django.db import models

from permits.models.source_record import SourceRecord


class Inspection(SourceRecord):
    """One inspection. What it is of: reference_number and reference_number_type."""

    inspection_key = models.TextField(
        primary_key=True, help_text="A hash: the city has no key (docs/data.md)."
    )
    reference_number = models.TextField(null=True)
    reference_number_type = models.TextField(
        null=True, help_text="permit or complaint; the case varies."
    )
    block = models.TextField(null=True)
    lot = models.TextField(null=True)
    street_number = models.TextField(null=True)
    avs_street_name = models.TextField(null=True)
    avs_street_sfx = models.TextField(null=True)
    bid_district = models.TextField(null=True)
    inspector_district = models.TextField(null=True)
    inspector = models.TextField(null=True)
    ampm = models.TextField(null=True)
    scheduled_date = models.DateField(null=True)
    appointment_date = models.DateField(null=True)
    request_date = models.DateField(null=True)
    request_taken_by = models.TextField(null=True)
    request_taken_date = models.DateField(null=True)
    code = models.TextField(null=True)
    inspection_description = models.TextField(null=True)
    result = models.TextField(null=True)
    parcel_number = models.TextField(null=True)
    eas_baseid = models.TextField(null=True)
    zipcode = models.TextField(null=True)
    supervisor_district = models.TextField(null=True)
    neighborhoods_analysis_boundaries = models.TextField(null=True)
    latitude = models.FloatField(null=True, help_text="WGS 84 degrees.")
    longitude = models.FloatField(null=True, help_text="WGS 84 degrees.")
    point_source = models.TextField(null=True)

    class Meta:
        db_table = "inspections"
        indexes = (
            models.Index(
                fields=["reference_number", "reference_number_type"],
                name="inspections_reference",
            ),
            models.Index(fields=["block", "lot"], name="inspections_parcel"),
            models.Index(
                fields=["inspector", "scheduled_date"], name="inspections_inspector"
            ),
        )

    def __str__(self) -> str:
        return f"{self.inspection_description} of {self.reference_number}"
