"""The public record, one noun a file. Tables carry the field's own names."""

from permits.models.load import Load
from permits.models.permit import Permit, PermitChange, PermitLocation

__all__ = ["Load", "Permit", "PermitChange", "PermitLocation"]
