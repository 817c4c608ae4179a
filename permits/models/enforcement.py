"""Complaints (data set gm2e-bten) and notices of violation (nbtm-fbw5)."""

from django.db import models

from permits.models.source_record import SourceRecord


class Place(SourceRecord):
    """Where it is, in the city's own spelling."""

    block = models.TextField(null=True)
    lot = models.TextField(null=True)
    street_number = models.TextField(null=True)
    street_name = models.TextField(null=True)
    street_suffix = models.TextField(null=True)
    unit = models.TextField(null=True)
    zipcode = models.TextField(null=True)
    supervisor_district = models.TextField(null=True)
    neighborhoods_analysis_boundaries = models.TextField(null=True)
    latitude = models.FloatField(null=True, help_text="WGS 84 degrees.")
    longitude = models.FloatField(null=True, help_text="WGS 84 degrees.")
    point_source = models.TextField(null=True)

    class Meta:
        abstract = True


class Complaint(Place):
    """One complaint, to any division. Routine inspections that find something too."""

    complaint_number = models.TextField(primary_key=True)
    date_filed = models.DateField(null=True)
    date_1st_nov_issued = models.DateField(null=True)
    date_2nd_nov_issued = models.DateField(null=True)
    date_final_warning_letter_issued = models.DateField(null=True)
    date_referred_to_city_attorney = models.DateField(null=True)
    director_hearing_date = models.DateField(null=True)
    last_inspection_date = models.DateField(null=True)
    date_abated = models.DateField(null=True)
    closed_date = models.DateField(null=True)
    parcel_number = models.TextField(null=True)
    complaint_description = models.TextField(null=True)
    status = models.TextField(
        null=True, help_text="Active or Not Active; the case varies."
    )
    nov_type = models.TextField(null=True)
    receiving_division = models.TextField(null=True)
    assigned_division = models.TextField(null=True)

    class Meta:
        db_table = "complaints"
        indexes = (models.Index(fields=["block", "lot"], name="complaints_parcel"),)

    def __str__(self) -> str:
        return self.complaint_number


class Violation(Place):
    """One item of a notice of violation."""

    violation_key = models.TextField(
        primary_key=True, help_text="Complaint and item number (docs/data.md)."
    )
    complaint_number = models.TextField(null=True)
    item_sequence_number = models.TextField(null=True)
    date_filed = models.DateField(null=True, help_text="Of the complaint.")
    status = models.TextField(
        null=True, help_text="Of the complaint: Active or Not Active; the case varies."
    )
    receiving_division = models.TextField(null=True)
    assigned_division = models.TextField(null=True)
    nov_category_description = models.TextField(null=True)
    item = models.TextField(null=True, help_text="Ordinances that were violated.")
    nov_item_description = models.TextField(null=True)
    work_without_permit = models.TextField(null=True)
    additional_work_beyond_permit = models.TextField(null=True)
    expired_permit = models.TextField(null=True)
    cancelled_permit = models.TextField(null=True)
    unsafe_building = models.TextField(null=True)
    code_violation_desc = models.TextField(null=True)

    class Meta:
        db_table = "violations"
        indexes = (
            models.Index(fields=["complaint_number"], name="violations_complaint"),
            models.Index(fields=["block", "lot"], name="violations_parcel"),
        )

    def __str__(self) -> str:
        return self.violation_key
