"""Every read of the record that pages and feeds need, besides search itself."""

from permits.querysets.contacts import contacts_of
from permits.querysets.enforcement import (
    OPEN,
    complaint,
    complaints_at,
    violations_at,
    violations_of,
)
from permits.querysets.inspections import (
    inspections_at,
    inspections_of,
    inspections_of_complaint,
)
from permits.querysets.loads import (
    age_of_data,
    last_load,
    last_loads,
    site_statistics,
    statistics,
)
from permits.querysets.neighborhoods import all_neighborhoods, neighborhood
from permits.querysets.parcels import (
    Lots,
    lots_of,
    parcel,
    permits_at,
    tied_to,
    trade_permits_at,
)
from permits.querysets.permits import (
    FEWEST_SIMILAR,
    MOST_AT_PARCEL,
    MOST_CHANGES,
    PLACE_FIELDS,
    RESULT_FIELDS,
    SameParcel,
    TypicalDays,
    changes,
    for_results,
    locations,
    near_matches,
    permit,
    similar_days,
)
from permits.querysets.places import same_parcel
from permits.querysets.refreshes import last_refreshes, refreshed_on
from permits.querysets.routing import StationReview, routing_of

__all__ = [
    "FEWEST_SIMILAR",
    "MOST_AT_PARCEL",
    "MOST_CHANGES",
    "OPEN",
    "PLACE_FIELDS",
    "RESULT_FIELDS",
    "Lots",
    "SameParcel",
    "StationReview",
    "TypicalDays",
    "age_of_data",
    "all_neighborhoods",
    "changes",
    "complaint",
    "complaints_at",
    "contacts_of",
    "for_results",
    "inspections_at",
    "inspections_of",
    "inspections_of_complaint",
    "last_load",
    "last_loads",
    "last_refreshes",
    "locations",
    "lots_of",
    "near_matches",
    "neighborhood",
    "parcel",
    "permit",
    "permits_at",
    "refreshed_on",
    "routing_of",
    "same_parcel",
    "similar_days",
    "site_statistics",
    "statistics",
    "tied_to",
    "trade_permits_at",
    "violations_at",
    "violations_of",
]
