"""Reads for a place: permits beside a permit, lots near a lot that is not there."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db.models import Q

from permits.models import Parcel, Permit, PermitLocation
from permits.querysets.permits import (
    MOST_AT_PARCEL,
    MOST_PARCELS,
    RESULT_FIELDS,
    SameParcel,
)

MOST_NEAR = 8


# Not put together by the ORM, which would count beside whole rows.
_OTHERS: Final = (
    (Path(__file__).parent / "sql" / "same_parcel.sql")
    .read_text()
    .replace("{columns}", ", ".join(RESULT_FIELDS))
)


def same_parcel(permit_number: str, places: Iterable[PermitLocation]) -> SameParcel:
    """Other permits at any parcel of the places, newest first, counted; one query."""
    found = sorted({(p.block, p.lot) for p in places if p.block and p.lot})
    lots = list(islice(found, MOST_PARCELS))
    if not lots:
        return SameParcel([], 0)
    asked = {
        "blocks": [block for block, _ in lots],
        "lots": [lot for _, lot in lots],
        "number": permit_number,
        "limit": MOST_AT_PARCEL,
    }
    listed: list[Any] = list(Permit.objects.raw(_OTHERS, asked))
    return SameParcel(listed, listed[0].others if listed else 0)


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
