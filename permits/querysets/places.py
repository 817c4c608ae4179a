"""Reads for a place: permits beside a permit, lots near a lot that is not there."""

from collections.abc import Iterable
from itertools import islice

from django.db.models import Count, Q, Window

from permits.models import Parcel, PermitLocation
from permits.querysets.parcels import permits_at
from permits.querysets.permits import (
    MOST_AT_PARCEL,
    MOST_PARCELS,
    RESULT_FIELDS,
    SameParcel,
)

MOST_NEAR = 8


def same_parcel(permit_number: str, places: Iterable[PermitLocation]) -> SameParcel:
    """Other permits at any parcel of the places, newest first, counted; one query."""
    lots = sorted({(p.block, p.lot) for p in places if p.block and p.lot})
    if not lots:
        return SameParcel([], 0)
    others = permits_at(islice(lots, MOST_PARCELS)).exclude(pk=permit_number)
    counted = others.only(*RESULT_FIELDS).annotate(others=Window(Count("*")))
    listed = list(counted[:MOST_AT_PARCEL])
    return SameParcel([*listed], listed[0].others if listed else 0)


def near_lots(block: str, lot: str) -> list[str]:
    """Lots of the block nearest by number, from parcels and permits; one query."""
    if not block or "\0" in block + lot:
        return []
    here = Q(block=block, lot__isnull=False)
    known = Parcel.objects.filter(here).values_list("lot", flat=True)
    named = PermitLocation.objects.filter(here).values_list("lot", flat=True)
    lots = {found for found in known.union(named) if found}
    nearest = sorted(
        lots - {lot}, key=lambda one: (abs(_number(one) - _number(lot)), one)
    )
    return sorted(nearest[:MOST_NEAR])


def _number(lot: str) -> int:
    digits = "".join(c for c in lot if c.isascii() and c.isdigit())
    return int(digits[:6] or 0)
