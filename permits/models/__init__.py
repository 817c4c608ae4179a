"""The public record, one noun a file. Tables carry the field's own names."""

from permits.models.contact import Contact
from permits.models.enforcement import Complaint, Violation
from permits.models.entity import (
    Entity,
    EntityContact,
    EntityPossible,
    EntityRedirect,
)
from permits.models.inspection import Inspection
from permits.models.load import Load
from permits.models.neighborhood import Neighborhood
from permits.models.parcel import Parcel
from permits.models.permit import Permit, PermitChange, PermitLocation
from permits.models.relationship import Relationship
from permits.models.routing import RoutingStep
from permits.models.search import (
    PermitDuration,
    PermitSearch,
    PermitSearchRecent,
    RecordStatistics,
    SearchTerm,
    StreetBlock,
)
from permits.models.trade_permit import TradePermit

__all__ = [
    "Complaint",
    "Contact",
    "Entity",
    "EntityContact",
    "EntityPossible",
    "EntityRedirect",
    "Inspection",
    "Load",
    "Neighborhood",
    "Parcel",
    "Permit",
    "PermitChange",
    "PermitDuration",
    "PermitLocation",
    "PermitSearch",
    "PermitSearchRecent",
    "RecordStatistics",
    "Relationship",
    "RoutingStep",
    "SearchTerm",
    "StreetBlock",
    "TradePermit",
    "Violation",
]
