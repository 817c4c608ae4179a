"""Which of a permit's addresses is the one that was searched for."""

from permits.models import Permit, PermitLocation
from permits.search.conditions import address_range, lots_of, street_key
from permits.search.filters import Filters
from permits.search.reading import Query


def matched_places(
    permits: list[Permit], query: Query, filters: Filters
) -> dict[str, str]:
    """Addresses by permit number, of permits whose primary address is not what matched.

    One query if the search names a place, none if not.
    """
    if not (query.street_names or query.block or filters.street or filters.block):
        return {}
    elsewhere = [p.permit_number for p in permits if not _fits(p, query, filters)]
    if not elsewhere:
        return {}
    found: dict[str, str] = {}
    locations = PermitLocation.objects.filter(permit_id__in=elsewhere)
    for location in locations.order_by("record_id"):
        if location.address and _fits(location, query, filters):
            found.setdefault(location.permit_id, location.address)
    return found


def _fits(place: Permit | PermitLocation, query: Query, filters: Filters) -> bool:
    streets = {street_key(name) for name in query.street_names}
    if filters.street:
        streets.add(street_key(filters.street))
    if streets and street_key(place.street_name or "") not in streets:
        return False
    block = query.block or filters.block
    if block and place.block != block:
        return False
    lot = query.lot or filters.lot
    if lot and place.lot not in lots_of(lot):
        return False
    return _number_fits(place, query)


def _number_fits(place: Permit | PermitLocation, query: Query) -> bool:
    wanted = address_range(query.street_number or "")
    if wanted is None or len(query.street_names) != 1:
        return True
    number = address_range(place.street_number or "")
    return number is not None and wanted[0] <= number[0] <= wanted[1]
