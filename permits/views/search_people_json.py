"""People and parcels of a search as JSON, with the columns' own names."""

from typing import Any

from permits.search.parcels_found import MOST_PERMITS, Parcels
from permits.search.people_found import People
from permits.views.entity_address import entity_url
from permits.views.parcel_address import parcel_url


def people_document(people: People | None) -> dict[str, Any] | None:
    """None: not looked for."""
    if people is None:
        return None
    return {
        "count": {"value": people.total, "is_minimum": people.is_capped},
        "rows": [
            {
                "id": row.id,
                "name": row.name,
                "kind": row.kind,
                "roles": list(row.roles),
                "licenses": list(row.licenses),
                "business_numbers": list(row.business_numbers),
                "permit_count": row.permit_count,
                "first_date": row.first_date,
                "last_date": row.last_date,
                "matched": row.matched,
                "url": entity_url(row.id, row.name),
            }
            for row in people.rows
        ],
    }


def parcels_document(parcels: Parcels | None) -> dict[str, Any] | None:
    if parcels is None:
        return None
    return {
        "count": {"value": parcels.total, "is_minimum": False},
        "rows": [
            {
                "block": row.block,
                "lot": row.lot,
                "from_address_num": row.from_number,
                "to_address_num": row.to_number,
                "street_name": row.street_name,
                "street_type": row.street_type,
                "active": row.active,
                "date_rec_drop": row.retired_on,
                "neighborhood": row.neighborhood,
                "permits": {
                    "value": min(row.permits, MOST_PERMITS),
                    "is_minimum": row.permits > MOST_PERMITS,
                },
                "url": parcel_url(row.block, row.lot),
            }
            for row in parcels.rows
        ],
    }
