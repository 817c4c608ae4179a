"""Reads of contacts: who was named on a permit."""

from django.db.models import F, QuerySet

from permits.models import Contact

# Of an entity; a list of contacts shows none of them.
_LARGE = ("reasons", "roles", "spellings")


def contacts_of(permit_number: str) -> QuerySet[Contact]:
    """Everybody named on the permit, of any trade, those who applied first.

    Each comes with the entity it is, if it was placed: `placed.entity`.
    """
    if "\0" in permit_number:
        return Contact.objects.none()
    applied = F("is_applicant").desc(nulls_last=True)
    found = Contact.objects.filter(permit_number=permit_number)
    return (
        found.select_related("placed__entity")
        .defer(*(f"placed__entity__{name}" for name in _LARGE))
        .order_by(applied, "role", "firm_name", "contact_key")
    )
