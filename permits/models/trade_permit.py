"""Electrical (data set ftty-kx6y) and plumbing permits (a6aw-rudh)."""

from django.db import models

from permits.models.permit import Address
from permits.models.source_record import SourceRecord


class TradePermit(Address, SourceRecord):
    """One source record: an electrical or plumbing permit at one of its addresses."""

    class Trade(models.TextChoices):
        ELECTRICAL = "electrical"
        PLUMBING = "plumbing"

    trade_permit_key = models.TextField(
        primary_key=True, help_text="A hash: the city has no key (docs/data.md)."
    )
    trade = models.TextField(choices=Trade)
    permit_number = models.TextField(null=True)
    application_date = models.DateField(
        null=True, help_text="application_creation_date of ftty-kx6y."
    )
    description = models.TextField(null=True)
    status = models.TextField(null=True)
    filed_date = models.DateField(null=True)
    issued_date = models.DateField(null=True)
    completed_date = models.DateField(null=True)
    permit_valuation = models.DecimalField(
        null=True, max_digits=15, decimal_places=2, help_text="Electrical only."
    )

    class Meta:
        db_table = "trade_permits"
        indexes = (
            models.Index(fields=["permit_number"], name="trade_permits_number"),
            models.Index(fields=["block", "lot"], name="trade_permits_parcel"),
        )

    def __str__(self) -> str:
        return self.permit_number or self.trade_permit_key
