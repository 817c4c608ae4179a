"""The public record, one noun a file. Tables carry the field's own names."""

from permits.models.baseline import (
    Station,
    StationBaseline,
    StationFollower,
    StationWaiting,
)
from permits.models.contact import Contact
from permits.models.enforcement import Complaint, Violation
from permits.models.entity import (
    Entity,
    EntityContact,
    EntityPossible,
    EntityRedirect,
)
from permits.models.entity_run import EntityKeys, EntityRun, RelationshipDue
from permits.models.entity_statistics import EntityStatistics, RoleStatistics
from permits.models.inspection import Inspection
from permits.models.load import Load
from permits.models.neighborhood import Neighborhood
from permits.models.neighborhood_statistics import NeighborhoodStatistics
from permits.models.parcel import Parcel
from permits.models.permit import Permit, PermitChange, PermitLocation
from permits.models.refresh import Refresh
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
from permits.models.sitemap import SitemapPage
from permits.models.trade_permit import TradePermit

__all__ = [
    "Complaint",
    "Contact",
    "Entity",
    "EntityContact",
    "EntityKeys",
    "EntityPossible",
    "EntityRedirect",
    "EntityRun",
    "EntityStatistics",
    "Inspection",
    "Load",
    "Neighborhood",
    "NeighborhoodStatistics",
    "Parcel",
    "Permit",
    "PermitChange",
    "PermitDuration",
    "PermitLocation",
    "PermitSearch",
    "PermitSearchRecent",
    "RecordStatistics",
    "Refresh",
    "Relationship",
    "RelationshipDue",
    "RoleStatistics",
    "RoutingStep",
    "SearchTerm",
    "SitemapPage",
    "Station",
    "StationBaseline",
    "StationFollower",
    "StationWaiting",
    "StreetBlock",
    "TradePermit",
    "Violation",
]
