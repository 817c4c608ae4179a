"""Reads of inspections: of a permit, of a complaint, at a parcel."""

from django.db.models import F, QuerySet

from permits.models import Inspection
from permits.querysets.parcels import Lots, at_lots

PERMIT, COMPLAINT = "permit", "complaint"


def inspections_of(permit_number: str) -> QuerySet[Inspection]:
    """The permit's inspections, newest first; those without a day come last."""
    return _referring(permit_number, PERMIT)


def inspections_of_complaint(complaint_number: str) -> QuerySet[Inspection]:
    """The complaint's inspections, newest first; those without a day come last."""
    return _referring(complaint_number, COMPLAINT)


def inspections_at(lots: Lots) -> QuerySet[Inspection]:
    """Inspections at any of the lots, of permits and complaints, newest first."""
    return _newest_first(Inspection.objects.filter(at_lots(lots)))


def _referring(number: str, kind: str) -> QuerySet[Inspection]:
    if "\0" in number:
        return Inspection.objects.none()
    # The number comes first: few rows have it, and the case of the type varies.
    found = Inspection.objects.filter(
        reference_number=number, reference_number_type__iexact=kind
    )
    return _newest_first(found)


def _newest_first(found: QuerySet[Inspection]) -> QuerySet[Inspection]:
    day = F("scheduled_date").desc(nulls_last=True)
    return found.order_by(day, "inspection_description", "inspection_key")
