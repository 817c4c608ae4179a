"""Everything at a place as JSON, with the columns' own names."""

from typing import Any, Final

from permits.places.reviews import PermitReviews
from permits.querysets import RESULT_FIELDS
from permits.querysets.place_record import PlaceRecord
from permits.views.record_json import columns, loaded_document

_LOADS: Final = (
    "parcels",
    "permits",
    "electrical_permits",
    "plumbing_permits",
    "complaints",
    "violations",
    "inspections",
    "addenda",
)


def place_document(place: PlaceRecord, addresses: list[str]) -> dict[str, Any]:
    """What the page has, newest first; `cut` names lists that end at the newest 500."""
    own = ["load_id"]
    return {
        "block": place.block,
        "lot": place.lot,
        "parcel": columns(place.parcel, without=own) if place.parcel else None,
        "tied_lots": [columns(lot, without=own) for lot in place.tied],
        "addresses": addresses,
        "permits": [
            {name: getattr(row, name) for name in RESULT_FIELDS}
            for row in place.permits
        ],
        "trade_permits": [columns(row, without=own) for row in place.trade_permits],
        "complaints": [columns(row, without=own) for row in place.complaints],
        "violations": [columns(row, without=own) for row in place.violations],
        "inspections": [columns(row, without=own) for row in place.inspections],
        "reviews": [_reviews(one) for one in place.reviews],
        "neighborhood": place.around.neighborhood,
        "near_lots": [near._asdict() for near in place.around.lots],
        "cut": sorted(place.cut),
        "loaded": loaded_document(place.fresh, *_LOADS),
        "is_sample": place.fresh.is_sample,
    }


def _reviews(found: PermitReviews) -> dict[str, Any]:
    """The open desks, and of `finished_count` reviews the newest."""
    return {
        "permit_number": found.permit_number,
        "open": [desk._asdict() for desk in found.open],
        "finished": [one._asdict() for one in found.finished],
        "finished_count": found.count,
        "last_finished": found.last,
    }
