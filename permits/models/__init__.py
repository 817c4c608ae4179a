"""The public record, one noun a file. Tables carry the field's own names."""

from permits.models.load import Load
from permits.models.permit import Permit, PermitChange, PermitLocation
from permits.models.search import (
    PermitDuration,
    PermitSearch,
    PermitSearchRecent,
    RecordStatistics,
    SearchTerm,
    StreetBlock,
)

__all__ = [
    "Load",
    "Permit",
    "PermitChange",
    "PermitDuration",
    "PermitLocation",
    "PermitSearch",
    "PermitSearchRecent",
    "RecordStatistics",
    "SearchTerm",
    "StreetBlock",
]
