"""The map of a parcel: where it is, and the lots of its block that have permits."""

import math
from collections.abc import Collection
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from ops.public import public_page
from permits import words
from permits.models import Parcel
from permits.places.around import Around, NearLot
from permits.querysets.place_record import around_parcel
from permits.views.address import address
from permits.views.map import Area, Map, Spot
from permits.views.neighborhood_address import neighborhood_url
from permits.views.parcel_address import canonical, parcel_url

# Of a block so many lots are shown, the nearest ones.
MOST_LOTS: Final = 40
Point = tuple[float, float]


def parcel_map(
    block: str, lot: str, own: Parcel | None, around: Around, tied: Collection[str] = ()
) -> Map:
    """`tied`: the lots of the block that are the same place."""
    here = _here(lot, own, around)
    others = [near for near in around.lots if near.lot != lot and near.lot not in tied]
    others.sort(key=lambda near: (_distance(near, here), near.lot))
    shown = [_near(block, near) for near in others[:MOST_LOTS]]
    name = f"Block {block}, lot {lot}"
    own_spot = [Spot(name, "This parcel", *here, is_here=True)] if here else []
    return Map(
        label=f"Map of {name.lower()} and the lots of its block that have permits",
        data_url=address("parcel_map", block, lot),
        areas=_areas(around) if here else (),
        spots=(*own_spot, *shown) if here else (),
    )


def _areas(around: Around) -> tuple[Area, ...]:
    if not around.outline or not around.neighborhood:
        return ()
    name = around.neighborhood
    return (Area(name, around.outline, neighborhood_url(name)),)


def _here(lot: str, own: Parcel | None, around: Around) -> Point | None:
    """The parcel's middle by the list of parcels, else by its permits."""
    if own and own.latitude is not None and own.longitude is not None:
        return own.latitude, own.longitude
    at = (near for near in around.lots if near.lot == lot)
    return next(((near.latitude, near.longitude) for near in at), None)


def _distance(near: NearLot, here: Point | None) -> float:
    if here is None:
        return 0
    across = math.cos(math.radians(here[0]))
    return math.hypot(near.latitude - here[0], (near.longitude - here[1]) * across)


def _near(block: str, near: NearLot) -> Spot:
    said = words.counted(near.permits, "permit")
    return Spot(
        name=near.address or f"Block {block}, lot {near.lot}",
        note=f"Lot {near.lot}: {said}",
        latitude=near.latitude,
        longitude=near.longitude,
        url=parcel_url(block, near.lot),
    )


@require_safe
@public_page("parcel_map")
def data(_request: HttpRequest, block: str, lot: str) -> HttpResponse:
    """The map as GeoJSON; 404 where nothing is recorded with a point."""
    named = canonical(block, lot)
    shown = parcel_map(*named, *around_parcel(*named)) if named else None
    if shown is None or shown.is_empty:
        raise Http404
    return JsonResponse(shown.document())
