"""The address of a neighborhood's page."""

from permits.models.neighborhood import slug_of
from permits.views.address import address


def neighborhood_url(name: str | None) -> str:
    """The page of the neighborhood; "" where there cannot be one."""
    slug = slug_of(name or "")
    return address("neighborhood", slug) if slug else ""
