"""Reads of complaints and notices of violation."""

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Length

from permits.models import Complaint, Violation
from permits.querysets.parcels import Lots, at_lots

# The city writes "active" and "Active", and "Not Active" for what is over.
OPEN = Q(status__iexact="active")


def complaint(complaint_number: str) -> Complaint | None:
    """The complaint with the load it came from; one query."""
    if "\0" in complaint_number:
        return None
    found = Complaint.objects.select_related("load").filter(pk=complaint_number)
    return found.first()


def complaints_at(lots: Lots) -> QuerySet[Complaint]:
    """Complaints at any of the lots, newest first; `.filter(OPEN)` for open ones."""
    filed = F("date_filed").desc(nulls_last=True)
    found = Complaint.objects.filter(at_lots(lots))
    return found.order_by(filed, "complaint_number")


def violations_at(lots: Lots) -> QuerySet[Violation]:
    """Violations at any of the lots, the newest complaint first, then in its order."""
    return in_order(Violation.objects.filter(at_lots(lots)))


def violations_of(complaint_numbers: Iterable[str]) -> QuerySet[Violation]:
    """The items of the complaints' notices, the newest complaint first."""
    numbers = [number for number in complaint_numbers if "\0" not in number]
    return in_order(Violation.objects.filter(complaint_number__in=numbers))


def in_order(found: QuerySet[Violation]) -> QuerySet[Violation]:
    """The newest complaint first, each with its items in their order."""
    # Numbers kept as text: 9 comes before 10 by length.
    return found.order_by(
        F("date_filed").desc(nulls_last=True),
        "complaint_number",
        Length("item_sequence_number"),
        "item_sequence_number",
        "violation_key",
    )
