"""Reads of building permits: one of them, its addresses, its changes, its like."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from ops.compiled import compiled
from ops.remembered import Remembered
from permits.models import (
    Permit,
    PermitChange,
    PermitDuration,
    PermitLocation,
)
from permits.search.bands import band_of
from permits.search.index import DURATION_YEARS

RESULT_FIELDS = (
    "permit_number",
    "address",
    "block",
    "lot",
    "street_number",
    "street_name",
    "neighborhoods_analysis_boundaries",
    "description",
    "status",
    "permit_type",
    "permit_type_definition",
    "filed_date",
    "issued_date",
    "completed_date",
    "estimated_cost",
    "revised_cost",
)
MOST_AT_PARCEL = 20
MOST_PARCELS = 50
MOST_CHANGES = 200
# Fewer permits than this are no fair comparison; then the whole city is.
FEWEST_SIMILAR = 30
LONGEST_NUMBER = 20
FEWEST_SHARED = 4


@dataclass(frozen=True, slots=True)
class SameParcel:
    """The newest other permits at a permit's parcels, and how many there are."""

    permits: list[Permit]
    count: int


@dataclass(frozen=True, slots=True)
class TypicalDays:
    """Median days of similar permits: how many those are, and where (None: city)."""

    days: float
    permits: int
    neighborhood: str | None
    years: int = DURATION_YEARS


# By type, cost band and neighborhood: a process sees some thousands of them.
_typical: Remembered[tuple[int, int | None, str | None], dict[str, TypicalDays]] = (
    Remembered(most=5000)
)


def permit(permit_number: str) -> Permit | None:
    """The permit with the load it came from; one query."""
    if "\0" in permit_number:
        return None
    found = Permit.objects.select_related("load").filter(pk=permit_number)
    return found.first()


def for_results(permit_numbers: Iterable[str]) -> dict[str, Permit]:
    """What lists of permits show of each, by number."""
    numbers = list(permit_numbers)
    if not numbers:
        return {}
    return {permit.pk: permit for permit in _for_results(numbers)}


_for_results = compiled(
    lambda numbers: Permit.objects.only(*RESULT_FIELDS).filter(pk__any_of=numbers), list
)


# What pages show of a source record.
PLACE_FIELDS = (
    "record_id",
    "address",
    "block",
    "lot",
    "zipcode",
    "neighborhoods_analysis_boundaries",
    "primary_address_flag",
)


def locations(permit_number: str) -> QuerySet[PermitLocation]:
    """All source records of the permit, the primary address first."""
    return PermitLocation.objects.filter(permit_id=permit_number).order_by(
        "primary_address_flag", "street_name", "street_number", "unit", "record_id"
    )


def changes(permit_number: str) -> QuerySet[PermitChange]:
    """What loads changed in the permit, newest first, the last 200."""
    found = PermitChange.objects.filter(permit_number=permit_number)
    return found.order_by("-changed_at", "field", "record_id")[:MOST_CHANGES]


def near_matches(permit_number: str, limit: int = 8) -> list[str]:
    """Numbers that exist and differ in one character, or begin the same; one query."""
    typed = "".join(c for c in permit_number.upper() if c.isascii() and c.isalnum())
    if len(typed) > LONGEST_NUMBER:
        return []
    slips = _one_off(typed)
    shared = typed[: max(FEWEST_SHARED, len(typed) - 2)]
    close = Q(pk__in=slips)
    if len(shared) >= FEWEST_SHARED:
        # A range, not LIKE: the primary key's index is in code-point order.
        close |= Q(pk__gte=shared, pk__lt=shared + "\x7f")
    found = Permit.objects.filter(close).values_list("pk", flat=True)
    return sorted(found[:500], key=lambda pk: (pk not in slips, pk))[:limit]


def _one_off(typed: str) -> set[str]:
    """Every number that is one slip away: wrong, missing, extra or swapped digits."""
    digits = "0123456789"
    cuts = [(typed[:i], typed[i:]) for i in range(len(typed) + 1)]
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    wrong = {a + digit + b[1:] for a, b in cuts if b for digit in digits}
    extra = {a + b[1:] for a, b in cuts if b}
    missing = {a + digit + b for a, b in cuts for digit in digits}
    return swapped | wrong | extra | missing


def similar_days(subject: Permit) -> dict[str, TypicalDays]:
    """Typical days by step ("issued", "completed") of permits like this.

    One query, or none where it was read for another page of the same state.

    Like: the same type and cost band, in the same neighborhood if at least 30 of
    those took the step, else city-wide. A step is missing if nothing compares.
    """
    if subject.permit_type is None:
        return {}
    band = band_of(subject.estimated_cost, subject.revised_cost)
    like = (subject.permit_type, band, subject.neighborhoods_analysis_boundaries)
    known = _typical.get(like)
    return _typical.keep(like, _typical_days(*like)) if known is None else known


def _typical_days(
    form: int, band: int | None, home: str | None
) -> dict[str, TypicalDays]:
    found = PermitDuration.objects.filter(
        Q(neighborhood=None) | Q(neighborhood=home), permit_type=form, cost_band=band
    )
    days: dict[str, TypicalDays] = {}
    # City-wide rows first, so that a neighborhood with enough permits replaces them.
    for row in sorted(found, key=lambda row: row.neighborhood is not None):
        if row.neighborhood is None or row.permits >= FEWEST_SIMILAR:
            typical = TypicalDays(row.median_days, row.permits, row.neighborhood)
            days[row.step] = typical
    return days
