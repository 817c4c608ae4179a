"""Reads of parcels: a lot, the lots tied to it, and what is recorded at them."""

from collections.abc import Iterable
from typing import TypeAlias

from django.db.models import F, Q, QuerySet

from permits.models import Parcel, Permit, PermitLocation, TradePermit

# Blocks and lots, as in the columns `block` and `lot`.
Lots: TypeAlias = Iterable[tuple[str, str]]

MOST_LOTS = 500
_NEWEST_FIRST = F("filed_date").desc(nulls_last=True)


def parcels_at(block: str, lot: str) -> QuerySet[Parcel]:
    """The parcel with the load it came from; the first one if there are several."""
    if "\0" in block + lot:
        return Parcel.objects.none()
    found = Parcel.objects.select_related("load").filter(block=block, lot=lot)
    return found.order_by("blklot")


def parcel(block: str, lot: str) -> Parcel | None:
    """The parcel with the load it came from; one query."""
    return parcels_at(block, lot).first()


def tied_to(subject: Parcel) -> QuerySet[Parcel]:
    """The other lots of the same ground, and former ones at the same address.

    Those in use first; at most 500, since a tower can have more lots than a page.
    """
    ground = subject.mapblklot or subject.blklot
    tied = Q(mapblklot=ground) | Q(blklot=ground)
    if subject.street_name and subject.from_address_num:
        tied |= Q(
            block=subject.block,
            street_name=subject.street_name,
            street_type=subject.street_type,
            from_address_num=subject.from_address_num,
        )
    found = Parcel.objects.filter(tied).exclude(pk=subject.pk)
    return found.order_by(F("active").desc(nulls_last=True), "blklot")[:MOST_LOTS]


def lots_of(parcels: Iterable[Parcel]) -> set[tuple[str, str]]:
    return {(p.block, p.lot) for p in parcels if p.block and p.lot}


def at_lots(lots: Lots) -> Q:
    """The condition that a row's block and lot are among the lots; none: no row."""
    blocks: dict[str, list[str]] = {}
    for block, lot in sorted(set(lots)):
        if "\0" not in block + lot:
            blocks.setdefault(block, []).append(lot)
    here = Q(pk__in=[])
    for block, in_block in blocks.items():
        here |= Q(block=block, lot__in=in_block)
    return here


def permits_at(lots: Lots) -> QuerySet[Permit]:
    """Building permits with any of their addresses at the lots, newest first."""
    numbers = PermitLocation.objects.filter(at_lots(lots)).values("permit_id")
    found = Permit.objects.filter(pk__in=numbers)
    return found.order_by(_NEWEST_FIRST, "permit_number")


def trade_permits_at(lots: Lots) -> QuerySet[TradePermit]:
    """Electrical and plumbing permits at the lots, newest first, a row an address."""
    found = TradePermit.objects.filter(at_lots(lots))
    return found.order_by(_NEWEST_FIRST, "permit_number", "trade_permit_key")
