"""Reads of contacts: who was named on a permit."""

from django.db.models import F, QuerySet

from permits.models import Contact

# What pages and feeds show of one: not where somebody lives, nor a telephone number.
SHOWN = (
    "source",
    "role",
    "first_name",
    "last_name",
    "firm_name",
    "license1",
    "license2",
    "is_applicant",
)


def contacts_of(permit_number: str) -> QuerySet[Contact]:
    """Everybody named on the permit, of any trade, those who applied first.

    Each has the columns `SHOWN` and says which entity it is, if it was placed:
    `entity_id` and `entity_name`.
    """
    if "\0" in permit_number:
        return Contact.objects.none()
    applied = F("is_applicant").desc(nulls_last=True)
    found = Contact.objects.filter(permit_number=permit_number)
    return (
        found.only(*SHOWN)
        .annotate(
            entity_id=F("placed__entity_id"), entity_name=F("placed__entity__name")
        )
        .order_by(applied, "role", "firm_name", "contact_key")
    )
