"""Reads of contacts: who was named on a permit."""

from django.db.models import F, QuerySet

from permits.models import Contact


def contacts_of(permit_number: str) -> QuerySet[Contact]:
    """Everybody named on the permit, of any trade, those who applied first."""
    if "\0" in permit_number:
        return Contact.objects.none()
    applied = F("is_applicant").desc(nulls_last=True)
    found = Contact.objects.filter(permit_number=permit_number)
    return found.order_by(applied, "role", "firm_name", "contact_key")
