"""Parcels, active and retired (data set acdm-wktn)."""

from django.db import models
from django.db.models.functions import Lower

from permits.models.source_record import SourceRecord


class Parcel(SourceRecord):
    """One legal lot. Condominium lots of one building share their `mapblklot`."""

    blklot = models.TextField(primary_key=True, help_text="Block and lot in one.")
    mapblklot = models.TextField(
        null=True,
        help_text="The lot on the ground: the lowest blklot of a condominium.",
    )
    block = models.TextField(null=True, help_text="block_num: 4 digits + letter.")
    lot = models.TextField(null=True, help_text="lot_num: 3 digits + letter.")
    from_address_num = models.TextField(null=True)
    to_address_num = models.TextField(null=True)
    street_name = models.TextField(null=True, help_text="Upper case, 09TH.")
    street_type = models.TextField(null=True, help_text="ST, AVE, BLVD.")
    odd_even = models.TextField(null=True)
    in_asr_secured_roll = models.BooleanField(null=True)
    pw_recorded_map = models.BooleanField(null=True)
    zoning_code = models.TextField(null=True)
    zoning_district = models.TextField(null=True)
    date_rec_add = models.DateField(null=True)
    date_rec_drop = models.DateField(null=True, help_text="When it was retired.")
    date_map_add = models.DateField(null=True)
    date_map_drop = models.DateField(null=True)
    date_map_alt = models.DateField(null=True)
    active = models.BooleanField(null=True)
    latitude = models.FloatField(null=True, help_text="Of the centroid, WGS 84.")
    longitude = models.FloatField(null=True, help_text="Of the centroid, WGS 84.")
    supervisor_district = models.TextField(null=True)
    neighborhoods_analysis_boundaries = models.TextField(null=True)
    police_district = models.TextField(null=True)
    planning_district = models.TextField(null=True)

    class Meta:
        db_table = "parcels"
        indexes = (
            models.Index(fields=["block", "lot"], name="parcels_block_lot"),
            models.Index(fields=["mapblklot"], name="parcels_on_the_ground"),
            models.Index(
                Lower("street_name"), "from_address_num", name="parcels_street"
            ),
        )

    def __str__(self) -> str:
        return self.blklot
